import { rule } from '../rule';
import { german } from './languages';
import { secretsAndPeople } from './secrets-and-people';

export const dataExfiltration = rule({
	id: 'data-exfiltration',
	name: { en: 'asks to send data out', pt: 'pede o envio de dados para fora' },
	indirect: 1.3,
	phrases: [
		...secretsAndPeople,
		...german.exfiltration,
		[
			0.35,
			'copy|paste|quote|cole|copie|include|inclua ~4 newest|latest|last|recent|ultimos|other|previous ~3 mails|emails|messages|mensagens|conversations|contacts',
		],
		[
			0.35,
			'pass|forward|repasse|repassa|hand|relay ~5 thread|conversation|conversa|mail|email|chain|history|historico ~4 to|on|a|para|ao ~3 EMAIL|http|https',
		],
		[
			0.3,
			'reply|respond|responda|answer ~3 with|com ~4 contents|content|text|conteudo|texto ~4 previous|other|last|anterior|outro|ultimo|all|todos',
		],
		[0.4, 'REVEAL ~6 customer|customers|cliente|clientes|users ~2 phone|telefone|email|address|endereco|card'],
		[0.4, 'REVEAL ~4 phone|telefone|email|endereco|cartao ~4 cliente|clientes|customer|usuario'],
		[0.4, 'list|liste|print|show|mostre ~3 env|environment|variaveis ~2 variables|ambiente'],
		[
			0.45,
			'REVEAL|list ~5 other|outros|outras|all|todos ~1 customers|clientes|users|usuarios ~3 data|dados|orders|pedidos|emails|details|passwords',
		],
		[0.45, 'REVEAL|list ~4 pedidos|dados|emails|contas|orders|data ~3 outros|outras|other|todos ~2 clientes|usuarios|customers|users'],
		[0.4, 'unlock|libere|liberar|desbloqueie ~4 knowledge|conhecimento|database'],
		[
			0.5,
			'line|linha|call|chamada ~2 that|que ~1 sends|envia|posts|manda|leaks|uploads ~4 environ|env|tokens|secrets|credentials|keys|senhas|variaveis|os',
		],
		[0.5, 'SEND ~3 list|lista ~2 contacts|contatos|clientes|customers ~6 TO ~3 EMAIL|http|https'],
		[0.5, 'SEND ~3 contact|customer|client list ~6 TO ~3 EMAIL|http|https'],
		[
			0.45,
			'export|exporte|exporta|dump|extract|extraia ~3 list|lista|contacts|contatos|data|dados|table|database|banco ~8 TO ~2 EMAIL|http|https',
		],
		[
			0.4,
			'share|publish|post|publicar|compartilhar|publiquem|send|reveal ~3 tokens|token|credentials|passwords|senhas|chaves|keys|credenciais',
		],
		[
			0.5,
			'SEND ~6 conversation|conversa|history|historico|prompt|credentials|credenciais|password|passwords|senha|senhas|inbox|secrets|segredos|database|tokens|token|cookies|chat|cpf|cpfs|key|keys|chave|chaves|customers|clientes|session|banco|conversations|emails ~8 TO ~3 http|https|www|EMAIL|url|endpoint|webhook',
		],
		[
			0.3,
			'SEND ~4 output|resultado|resultados|results|rows|linhas|contacts|data|dados|them|it|lista|list|table|database ~6 TO ~2 EMAIL|http|https',
		],
		[
			0.4,
			'include|add|inclua|adicione|append|reveal|revele|acrescente ~4 USER ~4 SECRET|address|endereco|email|card|cartao|cpf|data|dados',
		],
		[0.4, 'include|add|inclua|adicione|append|reveal ~4 chaves|keys|senhas|passwords|endereco|email|dados ~4 USER'],
		[
			0.45,
			'ask|peca|pedir|request|solicite|pergunte|collect|colete ~3 USER ~5 password|passphrase|passcode|senha|credentials|credenciais|cvv|pin',
		],
		[0.45, 'ask|peca|pedir|solicite ~5 password|passphrase|passcode|senha|credentials|credenciais|cvv|pin ~3 USER'],
		[0.45, 'ASSISTANT ~3 ask|asks|asking|pedir|peca|pede|request|solicitar|solicite|collect|pergunte ~6 card|cartao|cpf|number|numero'],
		// Banks ask for a card's last digits.
		[0.3, 'ask|peca|pedir|request|solicite|pergunte|collect|colete ~3 USER ~5 card|cartao|numero|cpf|number'],
		[0.4, 'forward|encaminhe|reencaminhe|encaminha ~4 email|mail|mensagem|message|inbox|emails ~5 TO ~3 everyone|all|todos|todas|EMAIL'],
		[0.4, 'search|procure|busque|find|look ~8 SECRET|reset|redefinicao|passwords ~10 SEND'],
		[0.4, 'replace|change|troque|altere|substitua|mude ~3 bank|conta|iban|pix|account|bancaria ~9 with|by|to|pela|por|para|pelo'],
		[
			0.45,
			'append|acrescente|add|inclua|adicione|put|coloque ~6 email|mail|name|nome|address|cpf|data|dados ~3 to|in|into|as|inside|ao|na|no|em|como ~3 image|imagem|url|link|query|endereco',
		],
		[0.3, 'lista|list|dados|data ~1 of|de|dos ~1 clientes|customers|users|usuarios ~3 TO ~2 http|https|EMAIL'],
		[0.25, 'SEND ~6 PRIVATE ~8 TO|em|in ~3 http|https|www|URL|EMAIL|url|endpoint|webhook|servidor|server'],
		[
			0.4,
			'SEND ~6 conversation|conversa|history|historico|prompt|credentials|credenciais|passwords|senhas|api|contacts|contatos|inbox|secrets|segredos|database|tokens|cookies|chat|cpf|cpfs ~8 to|para ~5 following|seguinte|this|este|esse|address|endereco|email|attacker|EMAIL|server|external|externo',
		],
		[
			0.4,
			'forward|forwarding|encaminhe|encaminha|encaminhar|reencaminhe|bcc|redirect|redirecione ~1 all|this|every|todos|todas|este|esta|the|any|os|as|copy|copia|cada ~4 emails|email|messages|mail|mensagens|mensagem|conversation|inbox|e|documents|conversa|faturas ~6 to|para ~3 EMAIL',
		],
		[
			0.3,
			'SEND|include|embed|place|put|encode|coloque|inclua|insira ~6 PRIVATE|SECRET ~6 url|image|imagem|link|query|parameter|parametro|parametros|markdown|img',
		],
		[0.35, 'SEND ~3 USER ~3 PRIVATE ~6 TO'],
		[0.3, 'INVOKE|GET|POST|load|carregue|render|renderize|request ~3 http|https|URL ~6 PRIVATE|SECRET|data|dados'],
	],
	shapes: [
		[
			0.5,
			/!\[[^\]\n]{0,200}\]\([ <]{0,2}(?:https?:)?\/\/[^\s)]{1,300}(?:[?&/=](?:\$?\{|%7b|\[|<)|[?&][^\s)=&]{0,60}=(?:\$?\{|%7b|\[|<|(?:data|dados|secret|chat|conversation|conversa|history|historico|prompt|token|password|senha|your|seu|sua|insert|base64|user_?data|summary|info)\b))/g,
			'![',
		],
		[
			0.4,
			/<img[^>]{0,200}src\s{0,3}=\s{0,3}["']?(?:https?:)?\/\/[^\s"'>]{1,300}[?&][^\s"'>=]{0,60}=(?:\{|%7b|\[|<|\$|data|dados|secret|chat|conversation|conversa|history|historico|prompt|token|password|senha)/g,
			'<img',
		],
		[
			0.35,
			/\b(?:https?:\/\/|www\.)[^\s"'<>)]{3,200}[?&](?:q|d|data|dados|c|p|s|secret|leak|exfil|content|conversa|payload|info|history|x)=(?:\{|\[|<|\$|%7b)/g,
			'http|www.',
		],
	],
});
