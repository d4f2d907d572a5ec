import { readSmallTalk } from './small-talk';

test.each([
	...['hi', 'Hello!', 'hey there', 'Good morning, everyone', 'hiiii', 'Hello, how are you?', 'hi, good afternoon team'].map((text) => [
		text,
		'greeting',
		'en',
	]),
	...['Oi', 'oi, tudo bem?', 'Olá! Bom dia!', 'boa noite pessoal', 'Ola, tudo bem com você?', 'e aí', 'OI OI OI'].map((text) => [
		text,
		'greeting',
		'pt',
	]),
	...[
		'Thanks!',
		'ok, thank you so much for your help',
		'great, that helps, thanks',
		'Thank you. Bye!',
		'hi, thanks',
		"Got it, that's all for now",
		'Ok, that answers my question, thank you',
	].map((text) => [text, 'thanks', 'en']),
	...[
		'valeu!',
		'Muito obrigado pela ajuda',
		'ok obrigada 🙏',
		'Perfeito, obrigado! Até logo',
		'oi, obrigada',
		'Entendi, era só isso. Valeu!',
		'tá bom, por enquanto é só',
	].map((text) => [text, 'thanks', 'pt']),
])('%j is %s in %s', (text, kind, language) => expect(readSmallTalk(text)).toEqual({ kind, language }));

test.each([
	...['', '?', '👍', 'ok', 'yes', 'no', 'sim', 'ok great', 'beleza', 'hi 123', 'hi, I want to return my machine', 'Thanks, but how long?'],
	...[
		'oi, quero devolver',
		'obrigado, mas qual o prazo?',
		'tudo bem se eu devolver?',
		'boa',
		'hello '.repeat(40),
		'thanks for nothing',
		'that is all wrong',
		'era só isso que faltava',
		'got it',
		'no thanks',
	],
	...['bom', 'oi Maria preço', 'obrigado não resolveu', 'see you in court'],
])('%j asks or says more', (text) => expect(readSmallTalk(text)).toBeUndefined());
