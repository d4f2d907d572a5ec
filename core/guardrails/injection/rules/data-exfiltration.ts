import { rule } from '../rule';
import type { Phrases } from '../rule';
import { german } from './languages';

const secretsAndPeople: Phrases = [
	[
		0.45,
		'quote|state|put|add|paste|include|show|print|write|give|end|finish|coloque|ponha|termine|acrescente|cole|inclua|informe|escreva|mostre ~7 PASSWORD ~8 ANSWER|table|overview|tabela|comparison|comparacao|recap|chat|channel|canal',
	],
	[
		0.45,
		'ANSWER|overview|report|table|tabela|relatorio|list|lista|recap ~4 with|com|contain|include|needs|incluindo|including ~4 PASSWORD',
	],
	[
		0.45,
		'REVEAL|quote|cite|state|put|coloque|informe ~6 PASSWORD ~4 stored|saved|kept|guardada|guardadas|guardado|guardados|salvas|salvo|YOU',
	],
	[
		0.45,
		'for|por|para ~2 verification|confirmation|security|quality|audit|safety|conferencia|verificacao|seguranca|qualidade|auditoria ~8 REVEAL|state|quote|put|informe|cite|coloque ~8 PASSWORD',
	],
	[
		0.42,
		'ask|request|collect|obtain|peca|pedir|pergunte|perguntar|solicite|solicitar|colete ~3 PERSON|USER|reader|visitor|quem ~6 PASSWORD',
	],
	[0.42, 'ask|request|peca|pedir|pergunte|perguntar|solicite|solicitar ~4 PASSWORD ~4 PERSON|USER|reader|visitor'],
	[
		0.42,
		'have|let|make|faca ~2 PERSON|USER|reader|visitor ~2 type|enter|send|say|confirm|digite|digitar|mande|envie|informe ~7 PASSWORD|code|codigo|digits',
	],
	[
		0.42,
		'ask|request|peca|pedir|solicite|solicitar ~6 code|codigo|digits|digitos ~3 from|by|on|behind|back|do|que|por|no ~3 bank|text|sms|card|banco|verso|cartao',
	],
	[
		0.36,
		'PERSON|USER|reader|visitor ~2 must|should|has|needs|deve|precisa|tem ~6 entering|enter|type|send|confirm|digitar|digitando|informar|enviar|mandar|confirmar ~6 PASSWORD|pin',
	],
	[0.45, 'REVEAL|put|send|mande|pin|tell ~3 USER ~3 to|para|que ~2 send|email|mail|enviar|mandar|envie|mande ~5 PASSWORD'],
	[
		0.45,
		'ASSISTANT|bot|robo ~3 should|must|has|shall|deve|precisa|tem ~4 ask|request|collect|pedir|solicitar|perguntar ~7 PASSWORD|DETAILS',
	],

	[
		0.45,
		'REVEAL|add|put|print|copy|list|acrescente|adicione|coloque|ponha|copie ~6 DETAILS ~6 of|from|to|de|do|da|dos|das ~3 ANOTHER ~2 PERSON',
	],
	[
		0.45,
		'REVEAL|add|put|print|copy|list|acrescente|adicione|coloque|ponha ~6 of|from|de|do|da|dos|das ~2 PERSON ~3 before|next|following|previous|seguinte|anterior|antes',
	],
	[0.45, 'REVEAL|add|put|print|copy|list|acrescente|adicione|coloque|ponha ~5 ANOTHER ~1 PERSON ~5 DETAILS'],
	[0.45, 'REVEAL|add|put|print|copy|list|acrescente|adicione ~4 DETAILS ~6 ALL ~2 PERSON'],
	[0.45, 'REVEAL|show|give|list|mostre ~6 PERSON ~1 outros|outras|outro|outra|seguinte|anterior ~5 DETAILS|orders|pedidos'],
	[
		0.4,
		'REVEAL|tell|diga|conte ~4 which|who|quem|qual|que ~2 PERSON ~3 complained|bought|ordered|called|paid|reclamou|comprou|pediu|ligou|pagou',
	],
	[
		0.42,
		'what|how|quanto ~4 colleague|boss|neighbour|neighbor|coworker|colega|chefe|vizinho|vizinha ~4 earns|earn|makes|owes|paid|ganha|recebe|deve',
	],
	[0.42, 'quanto|what|how ~3 earns|ganha|recebe|deve|owes ~4 colleague|boss|neighbour|coworker|colega|chefe|vizinho|vizinha'],
	[0.45, 'SEND ~5 full|complete|entire|whole|completo|completa|inteiro|inteira ~4 RECORD|DETAILS|customer|cliente ~14 EMAIL|http|https'],
	[0.45, 'SEND ~6 RECORD ~2 full|complete|completo|completa|inteiro|inteira ~14 EMAIL|http|https'],
	[
		0.45,
		'SEND ~5 member|members|customer|client|patient|socios|clientes|pacientes|alunos ~2 list|lista|record|records|file ~14 EMAIL|http|https',
	],
	[0.45, 'SEND ~4 list|lista ~2 of|de|dos|das ~2 PERSON ~14 EMAIL|http|https'],
	[0.45, 'SEND ~14 IDENTITY ~14 EMAIL|http|https'],
	[0.45, 'SEND ~12 EMAIL ~14 IDENTITY'],
	[0.5, 'SEND|collect|gather|rassemble|reuna|coletar ~4 PERSON ~3 emails|keys|data|records|dados|details ~8 EMAIL|http|https'],
	[0.45, 'include|inclua|copy|add ~3 PERSON ~4 IDENTITY'],
];

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
