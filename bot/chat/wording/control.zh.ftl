## 客户说了算的事

command_settings = 通知、免打扰和语言
danger_at_night = ⚠️ 事关安全，等不到您的免打扰时段结束，所以现在告诉您。
