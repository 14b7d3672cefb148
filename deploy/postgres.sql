-- Rasa keeps its conversations in a database of its own, beside the desk's.
CREATE DATABASE rasa;
