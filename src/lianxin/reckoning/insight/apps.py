from django.apps import AppConfig


class Insight(AppConfig):
    name = "lianxin.reckoning.insight"
    daily = {"insight.remind": "tasks.remind"}
