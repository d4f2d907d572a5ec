import type { Phrases } from '../rule';

export const codeTasks: Phrases = [
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
