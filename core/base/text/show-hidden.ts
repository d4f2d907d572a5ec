import { matchUnseen } from './hidden-characters';

/** Letters, marks and symbols without a picture: the blank of Braille, the filler of Khitan, the empty note. */
const blanks = String.raw`\u2800\u{16fe4}\u{1d159}`;
/** Also characters that control a terminal. Tabs and ends of lines are left as they are. */
const hidden = matchUnseen(String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029${blanks}`);

/** Shows as codes, such as `<U+202E>`, what would deceive the reader of a text. */
export const showHidden = (text: string): string =>
	text.replace(hidden, (one) => `<U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`);
