"""What makes and checks the project and is not installed with it: study, gold, training, reference figures, benchmark, docs."""
