export const shiftLetters = (text: string, shift = 13): string =>
	text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + shift) % 26) + 97));
