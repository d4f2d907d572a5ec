import { rule } from '../rule';
import type { Phrases } from '../rule';
import { german, spanish } from './languages';

const codeTasks: Phrases = [
	[
		0.5,
		'SEND|put|print|paste|dump|write|place|ponha|cole|coloque|copie ~6 LOCALKEYS ~14 to|into|in|at|para|no|na|em ~5 http|https|EMAIL|gist|pull|commit|description|issue|comment|log|descricao|webhook',
	],
	[0.45, 'read|open|cat|load|collect|leia|abra ~4 LOCALKEYS ~8 and|then|e ~2 SEND|put|include|paste|add|print'],
	[
		0.45,
		'step|line|job|hook|passo|linha ~3 that|which|que ~1 uploads|upload|sends|posts|publishes|envia|publica ~4 LOCALKEYS|environment|ambiente|variables|secrets',
	],
	[
		0.38,
		'turn|switch|disable|remove|skip|drop|bypass|weaken|desligue|desative|remova|remover|pule|tire ~5 certificate|certificates|tls|ssl|signature|authentication|auth|hooks|login|certificado|assinatura|autenticacao|permission ~2 check|checks|verification|validation|test|tests|requirement|verificacao|checagem?',
	],
	[
		0.38,
		'desligue|desative|remova|remover|pule|tire ~4 verificacao|checagem|teste|testes|validacao ~2 certificado|assinatura|autenticacao|login|permissao',
	],
	[0.38, 'turn|switch|desligue|desative ~1 off ~4 verification|validation|checks|logging|auth|tls|ssl|certificate'],
	[0.42, 'push|commit|merge|deploy|publish|faca ~2 push? ~1 straight|directly|direct|direto ~3 main|master|production|prod|producao'],
	[
		0.42,
		'approve|aprove|accept|merge|aceite ~4 changes|change|pull|prs|pr|commits|mudancas|alteracoes ~6 without|sem ~2 comment|comments|review|reading|comentarios|comentar|revisao|revisar',
	],
	[
		0.45,
		'add|acrescente|adicione|inclua|append ~4 user|account|key|EMAIL|usuario|conta|chave ~4 to|as|into|ao|aos|como ~3 admins|admin|administrators|owners|sudoers|maintainers|authorized_keys|administradores|root',
	],
	[
		0.45,
		'download|fetch|get|curl|wget|baixe|pegue ~3 http|https|URL|script ~14 execute|run|source|rode|rodar|executar|eval ~3 it|before|first|him|antes|ele|isso?',
	],
	[
		0.45,
		'login|auth|authentication|server|check|autenticacao|servidor ~2 accepts|accept|aceita|aceite ~3 password|token|senha|key ~4 every|any|all|qualquer|todo|todos',
	],
	[0.38, 'skip|disable|ignore|bypass|pule|desative|ignore ~2 hooks|tests|checks|linter|ci|hook|testes ~5 and|e|or|push|commit'],
	[0.42, 'without ~2 opening|making|creating ~2 pull|merge'],
	[0.42, 'sem ~1 abrir ~2 pull|merge|pr'],
	[
		0.4,
		'instead|also|then|first|please|tambem|primeiro ~1 delete|wipe|erase|empty|apague|esvazie ~4 folder|directory|dist|build|database|backups|pasta|diretorio|banco',
	],
	[0.42, 'first|also|then|tambem ~1 empty|delete|wipe|erase|esvazie|apague ~4 output|whole|entire|application|project|projeto'],
	[0.25, 'while|ja|since|as ~1 que? YOU|esta|estiver ~2 here|there|it|fixing|editing|aqui|nisso'],
	[0.25, 'as|como ~1 part|parte ~1 of|da|do ~2 fix|task|change|review|triage|duties|setup|correcao|tarefa|revisao'],
	[
		0.45,
		'agents|assistants|contributors|reviewers|copilots|bots|agentes|assistentes ~2 that|who|which|integrating|installing|working|contributing|editing|reviewing|using|que ~9 must|should|have|need|shall|devem|tem|precisam|first ~6 ORDER|run|empty|TASK|remover|rodar|DISCARD',
	],
	[0.42, 'automated|automatic|ai|ia|automaticos|automatizados ~1 contributors|committers|reviewers|contribuidores|revisores'],
	[
		0.42,
		'todo|pendente|settings|ajustes|rules|regras|config|configuration|postinstall|notes|hint|dica ~2 for|para|of|do|de|dos ~3 ASSISTANT|coding|agents',
	],
	[0.42, 'coding|code|programming|codigo ~1 assistant|assistants|agent|agents|copilot'],
	[0.4, 'assistente|assistentes|agente|agentes ~1 de ~1 codigo|programacao'],
];

export const toolAbuse = rule({
	id: 'tool-abuse',
	name: { en: 'orders the assistant to use its tools', pt: 'manda o assistente usar suas ferramentas' },
	indirect: 1.35,
	phrases: [
		...codeTasks,
		...german.toolAbuse,
		...spanish.toolAbuse,
		[0.3, 'refund|reembolse|erstatte|reembolsa ~1 everybody|everyone|todo|all|allen|todos'],
		[
			0.3,
			'delete|apague|exclua|cancel|cancele|remove ~3 other|outros|outras|all|todos|todas ~3 invitations|invites|events|mails|emails|convites|eventos|compromissos|messages|mensagens',
		],
		[
			0.25,
			'disable|turn|silence|mute|desligue|desative|silencie ~4 alerting|alerts|alert|monitoring|alerta|alertas|monitoramento|logging|logs',
		],
		[0.35, 'reset|change|set|troque|trocar|mude|redefina ~5 password|senha ~6 to|para|as ~3 and|e|confirm|confirme?'],
		[
			0.4,
			'look|find|read|get|search|fetch|procure|busque|leia ~6 code|codes|codigo|password|senha|token|otp ~8 post|send|forward|submit|envie|mande|poste ~3 to|it|para|http|https',
		],
		[
			0.35,
			'suggest|ask|tell|peca|sugira|diga ~8 share|send|give|reply|enter|passe|envie|informe|compartilhe ~4 card|password|cartao|senha|pin|cvv|code|codigo',
		],
		[
			0.4,
			'before|antes ~2 using|usar|calling|chamar ~3 any|other|this|qualquer|outra|esta ~3 TOOL ~4 model|modelo|assistant|assistente|agent|must|deve|first|primeiro',
		],
		[
			0.5,
			'read|ler|leia|open|abra|cat|send ~4 credentials|id_rsa|env|passwd|ssh|aws|shadow ~8 pass|send|passar|passe|include|parameter|parametro|post|upload',
		],
		[0.25, 'close|feche|fechar|delete|cancel ~4 tickets|chamados|issues'],
		[
			0.35,
			'without|sem ~1 asking|perguntar|notifying|notificar|telling|avisar ~2 anyone|developer|ninguem|desenvolvedor|anybody|owner|user',
		],
		[0.35, 'delete|apague|remove|exclua ~2 negative|negativas|bad|ruins ~2 reviews|avaliacoes|comments?'],
		[0.35, 'delete|apague|remove|exclua ~2 negativas|negative'],
		[0.35, 'accept|aceite ~4 invitations|invites|convites|requests ~3 from|de'],
		[0.3, 'skip|pule|ignore ~2 tests|testes|ci'],
		[0.35, 'push ~2 directly|direto ~3 main|master'],
		[0.4, 'escalate|eleve|raise|promote ~3 privileges|privilegios|permissions|permissoes|admin'],
		[0.4, 'disable|desative|desativem|remove|remova ~3 auth|login|authentication|autenticacao ~2 check|checks|login|verificacao?'],
		[0.4, 'disable|desative|desativem|remova ~3 verificacao ~2 login|autenticacao|senha'],
		[0.35, 'skip|pule|pular ~3 review|revisao|check|checks|conferencia|approval|aprovacao|verification|verificacao|consultar|confirmation'],
		[0.25, 'without|sem ~3 review|revisao|check|checks|conferencia|approval|aprovacao|verification|verificacao|consultar|confirmation'],
		[0.3, 'pay|pague|paga|transfer|transfira ~2 immediately|imediatamente|now|already|ja'],
		[0.45, 'use|using|usa|usar|com ~2 your|sua|seu|tua|teu ~2 TOOL ~6 TRANSFER|DESTROY|SEND|reset|delete'],
		[0.45, 'DESTROY ~6 with|using|via|com|usando|through ~2 your|sua|tua ~3 TOOL'],
		[0.4, 'insert|insira|add|acrescente|adicione|inclua ~3 eval|environ|exec|backdoor|shell'],
		[0.45, 'must|deve|should|precisa ~2 call|chamar|invoke|run|executar ~3 TOOL'],
		[
			0.36,
			'follow|siga|execute ~1 the|os|as|any ~1 steps|passos|instructions|instrucoes|commands|comandos ~1 there|la|listed|at|ali|contained|found|listados',
		],
		[0.25, 'fetch|acesse|visit|open|abra|load|carregue ~1 http|https'],
		[0.3, 'delete|apague|exclua|apaga ~6 sent|enviados|trash|lixeira'],
		[
			0.45,
			'grant|give|conceda|dar|add|libere ~3 access|acesso|permission|admin|administrator|administrador|rights|direitos ~5 TO ~1 EMAIL|user|usuario',
		],
		[0.4, 'use|usar|usando|using|utilize YOUR ~1 TOOL'],
		[0.2, 'use|usar|utilize|call|chame|invoke ~4 TOOL ~1 now|agora|to|para|on|immediately'],
		[0.36, 'first|primeiro|before|antes ~8 INVOKE|run|execute ~3 TOOL'],
		[
			0.4,
			'call|chame|chamar|invoke|invoque|execute|acione ~2 TOOL?|delete|send|excluir ~1 transfer|account|money|conta|pix|transferir|delete|excluir|pagamento|payment|send|email',
		],
		[0.25, 'grant|give|conceda|dar|add|libere ~3 access|acesso|permission|admin|administrator|administrador|rights|direitos'],
		[0.4, 'open|abra|visit|acesse|fetch ~2 http|https ~8 EXECUTE|run|execute|follow'],
		[0.35, 'skip|pule|bypass|ignore ~2 verification|verificacao|confirmation|confirmacao|check|step|approval ~4 TRANSFER|approve|aprove'],
		[0.3, 'delete|apague|exclua ~3 sent|enviados|trash|lixeira|evidence|logs|rastros'],
		[0.3, 'approve|aprove|authorize|autorize ~2 refund|estorno|payment|pagamento|transfer|reembolso|loan|emprestimo'],
		[
			0.2,
			'INVOKE ~2 the|a|your|o|sua|as|seu|any ~4 tool|tools|function|plugin|ferramenta|ferramentas|funcao ~6 with|to|com|para|and|e|using|passando',
		],
		[0.2, 'INVOKE ~2 tool|function|ferramenta|funcao|plugin'],
		[0.35, 'DESTROY ~1 all|every|todos|todas|entire|tudo|everything ~3 DATASET'],
		[0.25, 'DESTROY ~1 the|os|as|a|o ~3 DATASET'],
		[0.25, 'TRANSFER ~8 to|para ~2 account|conta|iban|pix|EMAIL|wallet|chave|carteira|attacker|following'],
		[
			0.25,
			'grant|give|conceda|share|add|adicione|compartilhe|dê|libere ~5 access|permission|permissions|acesso|permissao|permissoes|admin|privileges|privilegios ~6 to|for|para|a|ao ~3 EMAIL|user|usuario|account|conta|me|attacker',
		],
		[0.4, 'reset|change|redefina|altere|mude|troque ~4 password|senha|email|iban|pix|account ~3 to|para ~3 EMAIL|SECRET'],
		[
			0.35,
			'use|usar|use|run|call|execute ~3 send_email|send|read_file|http_request|shell|execute_code|bash|terminal ~2 tool|function|ferramenta|funcao',
		],
	],
	shapes: [
		// `delete_file` is an agent's tool; the following words show that the order is for this turn.
		[
			0.35,
			/\b(?:call|use|invoke|run|chame|use|invoque|execute)\s{1,3}[`'"]?(?:delete|remove|drop|send|post|http|transfer|wire|pay|grant|exec|execute|write|upload|share|create|update)_[a-z_]{2,30}\b/g,
			'_',
		],
		[
			0.45,
			/\b(?:call|use|invoke|run|chame|invoque|execute)\s{1,3}[`'"]?[a-z]{2,15}_[a-z_]{2,30}\b[^\n]{0,80}\b(?:before (?:you )?(?:respond|reply|answer|continu)|antes de (?:responder|continuar))/g,
			'_',
		],
		[
			0.45,
			/\b(?:before (?:you )?(?:respond|reply|answer|continu|summari)[a-z]{0,6}|to (?:close|complete|file|finish|process|archive|reset)\b|antes de (?:responder|continuar)|para (?:fechar|concluir|arquivar))[^\n]{0,60}\b(?:call|use|invoke|run|chame|invoque|execute)\s{1,3}[`'"]?[a-z]{2,15}_[a-z_]{2,30}\b/g,
			'_',
		],
		[
			0.5,
			/\b(?:cat|type|less|head|curl|scp|cp|read|print|include)\b[^\n]{0,60}(?:(?<![\w.])\.env\b|\/etc\/(?:passwd|shadow)|\.ssh\/|id_rsa|\.aws\/credentials|\.npmrc|\.netrc)/g,
			'.env|/etc/|.ssh|id_rsa|.aws|.npmrc|.netrc',
		],
		[0.4, /\bcurl\b[^\n]{0,120}\s(?:-d|--data(?:-binary|-raw)?|-f|--upload-file|-t)\s{0,2}["'@$]/g, 'curl'],
		[
			0.5,
			/(?:(?<![\w.])\.env\b|\/etc\/(?:passwd|shadow)|~\/\.ssh|\.aws\/credentials|id_rsa)[^\n]{0,120}\bhttps?:\/\//g,
			'.env|/etc/|.ssh|id_rsa|.aws',
		],
		[0.35, /\b(?:curl|wget|iwr|irm)\b[^\n|]{0,200}\|\s{0,3}(?:sudo\s{1,3})?(?:ba|z|da)?sh\b/g, 'curl|wget|iwr|irm'],
		[0.35, /\ballow_?all\s?[=:]\s?true\b|\bverify\s?=\s?false\b|\bchmod\s{1,3}-?r?\s?777\b/g, 'allow|verify|chmod'],
		[0.35, /\brm\s{1,3}-rf\b|\bcurl\s{1,3}-[a-z]{1,5}\s[^\n]{0,100}\|\s{0,3}(?:ba)?sh\b/g, '-rf|curl'],
		[
			0.45,
			/<(?:function_calls?|tool_call|tool_use|invoke|antml:invoke)\b|"tool_calls?"\s{0,3}:|"function_call"\s{0,3}:|\baction\s{0,2}:\s{0,2}\w{1,40}\s{0,4}\n\s{0,8}action input\s{0,2}:/g,
			'<|_call|action',
		],
	],
});
