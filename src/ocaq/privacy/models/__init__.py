from ocaq.privacy.models.looks import Look, Looked

__all__ = ["Look", "Looked"]
