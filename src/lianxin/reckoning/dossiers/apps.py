from django.apps import AppConfig


class Dossiers(AppConfig):
    name = "lianxin.reckoning.dossiers"
