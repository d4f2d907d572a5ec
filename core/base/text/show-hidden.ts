/**
 * Characters that nobody sees, that control a terminal, or that show a text in another order than it is read. Parts of an emoji, and the joiners of
 * scripts that need them, are left as they are. So are tabs and ends of lines.
 */
const hidden =
	// oxlint-disable-next-line no-control-regex -- the characters to show
	/(?!(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})\ufe0f|(?<=[#*0-9])\ufe0f(?=\u20e3)|(?<=[\p{M}\p{Script=Arabic}])[\u200c\u200d])[\p{Default_Ignorable_Code_Point}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb]/gu;

/** Shows as codes, such as `<U+202E>`, what would deceive the reader of a text. */
export const showHidden = (text: string): string =>
	text.replace(hidden, (one) => `<U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`);
