from django.apps import AppConfig


class Insight(AppConfig):
    name = "lianxin.reckoning.insight"
