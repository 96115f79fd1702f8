"""A real SFTP server on loopback, over a folder, with faults to order."""

from __future__ import annotations

import os
import socket
import threading
import time

import paramiko


class _Server(paramiko.ServerInterface):
    def __init__(self, owner):
        self.owner = owner

    def check_auth_password(self, username, password):
        self.owner.heard.append((username, password))
        good = (username, password) == ("modisoft", "right")
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username, key):
        good = self.owner.client_key is not None and key == self.owner.client_key
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, chanid):
        return paramiko.OPEN_SUCCEEDED

    def get_allowed_auths(self, username):
        return "password,publickey"


class _Handle(paramiko.SFTPHandle):
    def __init__(self, owner, path):
        super().__init__(os.O_RDONLY)
        self.owner, self.readfile = owner, path.open("rb")
        self.path = path

    def stat(self):
        return paramiko.SFTPAttributes.from_stat(self.path.stat())

    def read(self, offset, length):
        if self.owner.breaks_after is not None and offset >= self.owner.breaks_after:
            self.owner.drop()
            return paramiko.SFTP_FAILURE
        if self.owner.cuts_at is not None and offset >= self.owner.cuts_at:
            return b""
        return super().read(offset, length)


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, server, owner):
        super().__init__(server)
        self.owner = owner

    def _real(self, path):
        return self.owner.folder / path.strip("/").removeprefix("./")

    def list_folder(self, path):
        if not self._real(path).is_dir():
            return paramiko.SFTP_NO_SUCH_FILE
        if self.owner.sleeps:
            time.sleep(self.owner.sleeps)
        told = []
        for each in self._real(path).iterdir():
            attributes = paramiko.SFTPAttributes.from_stat(each.stat())
            attributes.filename = each.name
            told.append(attributes)
        return told

    def stat(self, path):
        try:
            return paramiko.SFTPAttributes.from_stat(self._real(path).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    lstat = stat

    def open(self, path, flags, attr):
        self.owner.opened.append((path, flags))
        try:
            return _Handle(self.owner, self._real(path))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    def _refuse(self, *_words):
        self.owner.changed.append(_words)
        return paramiko.SFTP_PERMISSION_DENIED

    remove = rename = mkdir = rmdir = chattr = symlink = _refuse


class SftpServer:
    """``folder`` is what it serves; the attributes order its faults."""

    def __init__(self, folder):
        self.folder = folder
        self.key = paramiko.ECDSAKey.generate()
        self.client_key = None
        self.heard, self.opened, self.changed = [], [], []
        self.breaks_after = self.cuts_at = None
        self.sleeps = 0
        self._transports = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _address = self._socket.accept()
            except OSError:
                return
            transport = paramiko.Transport(client)
            self._transports.append(transport)
            transport.add_server_key(self.key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files, self)
            try:
                transport.start_server(event=threading.Event(), server=_Server(self))
            except (paramiko.SSHException, EOFError):
                transport.close()

    def drop(self):
        for transport in self._transports:
            transport.close()

    def close(self):
        self._socket.close()
        self.drop()
