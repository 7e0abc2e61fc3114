from django.apps import AppConfig


class Jobs(AppConfig):
    name = "lianxin.base.jobs"
    daily = {"jobs.forget": "tasks.forget"}
