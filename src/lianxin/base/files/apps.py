from django.apps import AppConfig


class Files(AppConfig):
    name = "lianxin.base.files"
    daily = {"files.forget_stashed": "tasks.forget_stashed"}
