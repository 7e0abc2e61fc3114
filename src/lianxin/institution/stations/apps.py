from django.apps import AppConfig


class Stations(AppConfig):
    name = "lianxin.institution.stations"
