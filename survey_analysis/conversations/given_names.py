"""Given names that are common in many countries and are no words of English.

Written from general knowledge; a name that is missing goes into `names` of the study file.
"""

_LISTED = """
Aaron Adam Ahmed Aisha Alejandro Alexander Alexandra Alice Amanda Amelie Amina Ana Anders
Andrea Andreas Andrew Angela Anita Anna Anne Anthony Antonio Arjun Arthur Barbara Beatriz
Benjamin Bernd Bianca Brian Bruno Camila Carla Carlos Carmen Caroline Catherine Cecilia
Charlotte Chen Chloe Christian Christina Christopher Claire Clara Claudia Cristina Daniel
Daniela David Deborah Deepak Diego Dmitri Dominik Eduardo Elena Elisabeth Elizabeth Emily
Emma Eric Erik Esther Eva Evelyn Fabio Fatima Felipe Fernanda Fernando Florian Francesca
Francisco Gabriel Gabriela George Giovanni Giulia Guilherme Gustavo Hannah Hans Harry Heather
Helena Henrik Hiroshi Hugo Ibrahim Ingrid Isabel Isabella Ivan Jacob Jacques James Jan Jason
Javier Jean Jennifer Jens Jessica Jing Joana Johan Johannes John Jonas Jonathan Jorge Joseph
Joshua Juan Julia Julian Juliana Karen Karin Karl Katarina Katharina Kathrin Kenji Kevin
Khalid Klaus Kumar Larissa Laura Lauren Leonardo Linda Lisa Louis Louise Lucas Lucia Luis
Luisa Lukas Magdalena Manuel Marcel Marco Marcos Margaret Maria Marina Mario Markus Marta
Martin Martina Mateo Mathias Matthew Matthias Mehmet Mei Michael Michelle Miguel Mohamed
Mohammed Monica Monika Muhammad Nadia Natalia Natasha Nicolas Nicole Nikhil Nina Olga Oliver
Olivia Omar Pablo Patricia Patrick Paul Paula Paulo Pedro Peter Philipp Pierre Pooja Priya
Rachel Rafael Rahul Raj Rebecca Renata Ricardo Richard Robert Roberto Rodrigo Samantha Samuel
Sandra Sanjay Sara Sarah Sebastian Sergio Silvia Simon Simone Sofia Sophia Sophie Stefan
Stephanie Stephen Steven Susanne Svetlana Tanja Tatiana Teresa Thiago Thomas Timothy Tobias
Ursula Valentina Vanessa Veronica Victor Victoria Vikram Vladimir Wei William Wolfgang Xavier
Yasmin Yuki Yusuf Zeynep
"""

GIVEN_NAMES = frozenset(_LISTED.split())
