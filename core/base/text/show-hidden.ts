import { matchUnseen } from './hidden-characters';

/** Also characters that control a terminal. Tabs and ends of lines are left as they are. */
const hidden = matchUnseen(String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029`);

/** Shows as codes, such as `<U+202E>`, what would deceive the reader of a text. */
export const showHidden = (text: string): string =>
	text.replace(hidden, (one) => `<U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`);
