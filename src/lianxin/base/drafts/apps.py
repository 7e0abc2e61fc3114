from django.apps import AppConfig


class Drafts(AppConfig):
    name = "lianxin.base.drafts"
    daily = {"drafts.forget": "tasks.forget"}
