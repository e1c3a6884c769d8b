import { type CodeOf, codeArea } from './codes.ts';

/** Problems that any file or address may have, whatever reads it. */
export const FILE_CODES = codeArea('files', 'Files and addresses', {
  unreadable: {
    means: 'A file or folder could not be opened or read.',
    cause:
      'It does not exist, the user that huntsync runs as may not read it, or the file system that it is on is not mounted.',
    remedy: 'Check the path, its permissions and the mount. A run that could not read everything retires nothing.',
  },
  unwritable: {
    means: 'A file could not be written.',
    cause: 'The folder is read-only, the disk is full, or something else stands at the path.',
    remedy:
      'Make the folder writable for the user that huntsync runs as, then run the command again: it writes what is missing.',
  },
  yaml: {
    means: 'The file is not valid YAML at this place.',
    cause:
      'Often an indentation that does not line up, a quote without its partner, or a value with ": ", "#" or "*" that needs quotes.',
    remedy: 'Mend the line that the problem names; an editor with YAML support shows the same fault.',
  },
  'bad-encoding': {
    means: 'The text is not in the encoding that it should be in, or says that it is in.',
    cause: 'The file was saved in another encoding than UTF-8, or the server declares the wrong one.',
    remedy: 'Save the file as UTF-8. For a feed, tell its publisher; what could be decoded was read.',
  },
  'bad-url': {
    means: 'An address is no http or https URL.',
    cause: 'It is cut off, has another scheme, has user name and password in it, or is no address at all.',
    remedy: 'Write the whole address, beginning with https://. Until then it is left out.',
  },
});

export type FileCode = CodeOf<typeof FILE_CODES>;
