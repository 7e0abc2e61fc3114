from django.apps import AppConfig


class Prints(AppConfig):
    name = "lianxin.base.prints"
    visible = {"Print": "queries.visible_to", "Scan": "queries.scans_visible_to"}
    jobs = {
        "prints.make": "tasks.make",
        "prints.check": "tasks.check",
        "prints.read": "tasks.read",
    }
    daily = {"prints.tidy": "tasks.tidy"}
