import { rule } from '../rule';

/** To carry data out: to an address, or in a link or image that is loaded. */
export const dataExfiltration = rule({
	id: 'data-exfiltration',
	name: { en: 'wants data sent out', pt: 'quer que dados sejam enviados para fora' },
	indirect: 1.3,
	phrases: [
		[0.5, 'SEND ~6 PRIVATE ~8 to|para|via|at|em|in ~3 http|https|www|URL|EMAIL|url|endpoint|webhook|servidor|server'],
		[
			0.4,
			'SEND ~6 conversation|conversa|history|historico|prompt|credentials|credenciais|passwords|senhas|api|contacts|contatos|inbox|secrets|segredos|database|tokens|cookies|chat|cpf|cpfs ~8 to|para ~5 following|seguinte|this|este|esse|address|endereco|email|attacker|EMAIL|server|external|externo',
		],
		[
			0.4,
			'forward|forwarding|encaminhe|encaminha|encaminhar|reencaminhe|bcc|redirect|redirecione ~1 all|this|every|todos|todas|este|esta|the|any|os|as|copy|copia|cada ~4 emails|email|messages|mail|mensagens|mensagem|conversation|inbox|e|documents|conversa|faturas ~6 to|para ~3 EMAIL',
		],
		[
			0.45,
			'SEND|include|embed|place|put|encode|coloque|inclua|insira ~6 PRIVATE|SECRET ~6 url|image|imagem|link|query|parameter|parametro|parametros|markdown|img',
		],
		[0.35, 'SEND ~3 USER ~3 PRIVATE ~6 to|para'],
		[0.3, 'INVOKE|GET|POST|load|carregue|render|renderize|request ~3 http|https|URL ~6 PRIVATE|SECRET|data|dados'],
	],
	shapes: [
		[
			0.5,
			/!\[[^\]\n]{0,200}\]\([ <]{0,2}(?:https?:)?\/\/[^\s)]{1,300}[?&/=][^\s)=]{0,60}=?(?:\{|%7b|\[|<|\$|(?:data|dados|secret|chat|conversation|conversa|history|historico|prompt|token|password|senha|your|seu|sua|insert|base64|user_?data|summary|info)\b)/g,
		],
		[
			0.4,
			/<img[^>]{0,200}src\s{0,3}=\s{0,3}["']?(?:https?:)?\/\/[^\s"'>]{1,300}[?&][^\s"'>=]{0,60}=(?:\{|%7b|\[|<|\$|data|dados|secret|chat|conversation|conversa|history|historico|prompt|token|password|senha)/g,
		],
		[
			0.35,
			/\b(?:https?:\/\/|www\.)[^\s"'<>)]{3,200}[?&](?:q|d|data|dados|c|p|s|secret|leak|exfil|content|conversa|payload|info|history|x)=(?:\{|\[|<|\$|%7b)/g,
		],
	],
});
