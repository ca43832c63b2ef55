"""A signed checkpoint, checked by openssl: nothing of ours."""
import base64
import pathlib
import subprocess
import tempfile

ED25519 = bytes.fromhex("302a300506032b6570032100")  # SubjectPublicKeyInfo up to the key


class Note:
    def __init__(self, text):
        self.text, _, self.signatures = text.rpartition("\n\n")
        self.text += "\n"
        self.origin, size, root = self.text.split("\n")[:3]
        self.size, self.root = int(size), root

    def signed_by(self, verifier_key):
        """`verifier_key`: name+hash+base64 of type byte and key."""
        name, _, encoded = verifier_key.split("+", 2)
        key = base64.b64decode(encoded)[1:]
        for line in self.signatures.splitlines():
            _, signer, signature = line.split(" ")
            if signer == name and verify(key, self.text.encode(), base64.b64decode(signature)[4:]):
                return True
        return False


def verify(key, message, signature):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "key").write_bytes(ED25519 + key)
        (folder / "message").write_bytes(message)
        (folder / "signature").write_bytes(signature)
        run = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", folder / "key", "-rawin", "-in", folder / "message",
                              "-sigfile", folder / "signature"], capture_output=True)
        return run.returncode == 0
