export type Notice = 'unknown' | 'over' | 'refused' | 'too-large' | 'busy' | 'broken';

type Words = Record<Notice, [title: string, text: string]>;

const english: Words = {
	unknown: ['This link is not valid', 'Check that the whole address was copied.'],
	over: ['No answer is needed any more', 'The question was answered, withdrawn, or its time has passed.'],
	refused: ['This answer cannot be taken', 'Ask whoever sent you the link.'],
	'too-large': ['This answer is too large', 'Send less text or smaller files.'],
	busy: ['Too many answers at once', 'Try again in a few seconds.'],
	broken: ['Your answer was not recorded', 'Try again later.'],
};

const portuguese: Words = {
	unknown: ['Este link não é válido', 'Confira se o endereço foi copiado por inteiro.'],
	over: ['A resposta não é mais necessária', 'A pergunta já foi respondida, foi retirada ou o prazo acabou.'],
	refused: ['Esta resposta não pode ser aceita', 'Fale com quem enviou o link.'],
	'too-large': ['Esta resposta é grande demais', 'Envie menos texto ou arquivos menores.'],
	busy: ['Respostas demais ao mesmo tempo', 'Tente de novo em alguns segundos.'],
	broken: ['A sua resposta não foi registrada', 'Tente de novo mais tarde.'],
};

/** Contains nothing from outside. */
export function noticePage(notice: Notice, acceptLanguage = ''): string {
	const isPortuguese = /^\s*pt\b/i.test(acceptLanguage);
	const [title, text] = (isPortuguese ? portuguese : english)[notice];
	return `<!doctype html>
<html lang="${isPortuguese ? 'pt' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:12vh auto;max-width:28rem;padding:0 1rem;text-align:center;color:#222}h1{font-size:1.2rem}</style></head>
<body><h1>${title}</h1><p>${text}</p></body>
</html>
`;
}
