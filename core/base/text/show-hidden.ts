/**
 * Characters that nobody sees, or that show a text in another order than it is read. Parts of an emoji, and the joiners of scripts that need them,
 * are left as they are.
 */
const hidden =
	/(?!(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})\ufe0f|(?<=[\p{M}\p{Script=Arabic}])[\u200c\u200d])[\p{Default_Ignorable_Code_Point}\u007f-\u009f\u2028\u2029\ufff9-\ufffb]/gu;

/** Shows as codes, such as `<U+202E>`, what would deceive the reader of a text. */
export const showHidden = (text: string): string =>
	text.replace(hidden, (one) => `<U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`);
