import { matchUnseen } from './hidden-characters';

/** Letters, marks and symbols without a picture: the blank of Braille, the filler of Khitan, the empty note. */
const blanks = String.raw`\u2800\u{16fe4}\u{1d159}`;
/** Also control characters, except tabs and line ends. */
const hidden = matchUnseen(String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029${blanks}`);

/** Shows deceptive characters as codes, such as `<U+202E>`. */
export const showHidden = (text: string): string =>
	text.replace(hidden, (one) => `<U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`);
