import type { Language } from '../base/text/languages';

type Words = Readonly<Record<string, Readonly<Record<Language, string>>>>;

const word = (en: string, pt: string): Readonly<Record<Language, string>> => ({ en, pt });

const sends: Words = {
	queued: word('waits to be sent', 'aguarda envio'),
	held: word('held back', 'retida'),
	sending: word('is being sent', 'em envio'),
	unknown: word('not known whether it was sent', 'não se sabe se foi enviada'),
	sent: word('sent', 'enviada'),
	delivered: word('delivered', 'entregue'),
	read: word('read', 'lida'),
	refused: word('refused by the provider', 'recusada pelo provedor'),
	failed: word('failed', 'falhou'),
	withdrawn: word('withdrawn', 'cancelada'),
};

const names: Words = {
	phone: word('phone', 'telefone'),
	email: word('e-mail', 'e-mail'),
	name: word('name', 'nome'),
	company: word('company', 'empresa'),
	alias: word('removed', 'removido'),
};

const modes: Words = {
	agent: word('the program', 'o programa'),
	person: word('a person of the company', 'uma pessoa da empresa'),
	off: word('nobody: switched off', 'ninguém: desligado'),
};

const requests: Words = {
	'opt-out': word('no more messages', 'não receber mensagens'),
	access: word('access to your data', 'acesso aos seus dados'),
	erasure: word('deletion of your data', 'exclusão dos seus dados'),
	rectification: word('correction of your data', 'correção dos seus dados'),
	portability: word('your data for another company', 'portabilidade dos seus dados'),
	objection: word('objection to a use of your data', 'oposição a um uso dos seus dados'),
	'consent-withdrawal': word('withdrawal of your consent', 'revogação do seu consentimento'),
	'decision-review': word('review of an automated decision', 'revisão de uma decisão automatizada'),
	'wrong-number': word('this number is not of the person meant', 'este número não é da pessoa procurada'),
	restriction: word('your data is kept and not used', 'dados guardados, sem uso'),
};

const changes: Words = {
	alias: word('a way to reach you was added', 'um contato seu foi incluído'),
	'alias-moved': word('a way to reach you was moved here', 'um contato seu foi trazido para cá'),
	merged: word('joined with another record of you', 'unido a outro cadastro seu'),
	split: word('parted from another record', 'separado de outro cadastro'),
	mode: word('another one answers you', 'mudou quem atende você'),
	'command-refused': word('a command was refused', 'um comando foi recusado'),
	escalated: word('people were told that you wait', 'a equipe foi avisada da sua espera'),
	'turn-dead': word('an answer was given up', 'uma resposta não pôde ser dada'),
	left: word('closed without an answer', 'encerrado sem resposta'),
	'no-basis': word('a message was not sent: no legal basis for it is in force', 'uma mensagem não foi enviada: falta a base legal'),
	'no-follow-up': word('no follow-up was sent', 'o contato não foi retomado'),
	name: word('name', 'nome'),
	rectified: word('corrected', 'corrigido'),
	flood: word('too many messages at once', 'mensagens demais de uma vez'),
	'opted-out': word('you want no messages', 'você pediu para não receber mensagens'),
	'opted-in': word('you want messages again', 'você voltou a aceitar mensagens'),
	'data-request': word('you asked about your data', 'você fez um pedido sobre seus dados'),
	restricted: word('your data is no longer used', 'seus dados deixaram de ser usados'),
	'restriction-lifted': word('your data is used again', 'seus dados voltaram a ser usados'),
};

const bases: Words = {
	consent: word('consent', 'consentimento'),
	contract: word('a contract', 'contrato'),
	'legal-obligation': word('a legal obligation', 'obrigação legal'),
	'legitimate-interest': word('a legitimate interest', 'legítimo interesse'),
	'vital-interests': word('protection of life', 'proteção da vida'),
	'public-task': word('a public task', 'execução de políticas públicas'),
	research: word('research', 'estudo por órgão de pesquisa'),
	'legal-claims': word('legal claims', 'exercício regular de direitos'),
	'health-protection': word('protection of health', 'tutela da saúde'),
	'credit-protection': word('protection of credit', 'proteção do crédito'),
};

const ways: Words = {
	message: word('in a message', 'em mensagem'),
	form: word('in a form', 'em formulário'),
	spoken: word('spoken', 'verbalmente'),
	paper: word('on paper', 'em papel'),
	import: word('taken over from another system', 'importado de outro sistema'),
	other: word('in another way', 'de outra forma'),
};

const outcomes: Words = {
	success: word('done', 'concluído'),
	failure: word('failed', 'falhou'),
	completed: word('completed', 'concluído'),
	failed: word('failed', 'falhou'),
	cancelled: word('cancelled', 'cancelado'),
	refused: word('refused', 'recusado'),
};

const actions: Words = {
	'data.exported': word('your data was exported', 'seus dados foram exportados'),
	'process.person_exported': word('your data in processes was exported', 'seus dados em processos foram exportados'),
	'process.person_removed': word('your data in processes was deleted', 'seus dados em processos foram apagados'),
	'person.forgotten': word('your data was deleted', 'seus dados foram apagados'),
	'person.forgotten_again': word('your data was deleted again', 'seus dados foram apagados de novo'),
	'person.held': word('your data was kept: it is under a legal hold', 'seus dados foram mantidos por retenção legal'),
	'agent.executed': word('the program ran', 'o programa foi executado'),
	'access.refused': word('a call was refused', 'uma chamada foi recusada'),
	'abuse.lifted': word('a limit was lifted', 'um limite foi retirado'),
	'contact.opted_out': changes['opted-out']!,
	'contact.opted_in': changes['opted-in']!,
	'consent.granted': word('a legal basis was recorded', 'uma base legal foi registrada'),
	'consent.withdrawn': word('a legal basis was withdrawn', 'um consentimento ou base legal foi revogado'),
	'contact.rectified': word('your data was corrected', 'seus dados foram corrigidos'),
	'contact.restricted': changes.restricted!,
	'contact.restriction_lifted': changes['restriction-lifted']!,
	'conversation.mode_changed': changes.mode!,
	'conversation.answered': word('a person answered', 'uma pessoa respondeu'),
	'conversation.handed_over': word('handed over to a person', 'transferida a uma pessoa'),
	'conversation.forgotten': word('the conversation was deleted', 'a conversa foi apagada'),
	'data_request.settled': word('your request was settled', 'seu pedido foi atendido'),
	'data_request.noted': word('your request was noted', 'seu pedido foi registrado'),
	'data_request.extended': word('your request got more time', 'o prazo do seu pedido foi prorrogado'),
	'data_request.refused': word('your request was refused', 'seu pedido foi recusado'),
};

const measures: Words = {
	block: word('stopped', 'impedido'),
	rewrite: word('reworded', 'reescrito'),
	'ask-person': word('a person was asked', 'uma pessoa foi consultada'),
	log: word('only recorded', 'apenas registrado'),
	refuse: word('refused', 'recusado'),
};

const codes: Words = {
	CLAIM: word('a claim without proof', 'afirmação sem comprovação'),
	PRICE: word('a price', 'preço'),
	PERSONAL_DATA: word('personal data', 'dados pessoais'),
	INJECTION: word('an attempt to steer the program', 'tentativa de manipular o programa'),
	HARMFUL_CONTENT: word('harmful content', 'conteúdo nocivo'),
	PROMPT_LEAK: word('instructions of the program', 'instruções do programa'),
	ODD_BEHAVIOUR: word('unusual behaviour', 'comportamento incomum'),
	HIDDEN_CHARACTERS: word('hidden characters', 'caracteres ocultos'),
	LENGTH: word('length', 'tamanho'),
	FILE: word('file', 'arquivo'),
};

/** By table and column, or by a column of several tables. */
export const exportValues: Readonly<Record<string, Words>> = {
	'contact_alias.kind': names,
	'contact_log.kind': changes,
	'contact_request.kind': requests,
	'contact_request.state': {
		open: word('open', 'em aberto'),
		extended: word('extended', 'prorrogado'),
		refused: word('refused', 'recusado'),
		done: word('done', 'atendido'),
		'in-force': word('in force', 'em vigor'),
		ended: word('ended', 'encerrado'),
	},
	'outgoing.state': sends,
	'audio.state': {
		waiting: word('waits', 'aguarda'),
		transcribed: word('transcribed', 'transcrito'),
		failed: word('failed', 'falhou'),
		summarized: word('summarized', 'resumido'),
		erased: word('erased', 'apagado'),
	},
	'conversation_deal.state': {
		open: word('open', 'em aberto'),
		won: word('won', 'ganho'),
		lost: word('lost', 'perdido'),
		removed: word('removed', 'excluído'),
	},
	'memory_facts.kind': { fact: word('fact', 'fato'), preference: word('preference', 'preferência') },
	'late_conversation.waits_for': modes,
	'conversation_note.kind': { note: word('note', 'anotação'), assignment: word('who serves you', 'responsável pelo atendimento') },
	'notice.kind': {
		waiting: word('waits for a person', 'aguarda uma pessoa'),
		decided: word('decided', 'decidido'),
		'timed-out': word('nobody decided in time', 'ninguém decidiu a tempo'),
	},
	'process_instance.state': {
		ACTIVE: word('active', 'em andamento'),
		COMPLETED: word('completed', 'concluído'),
		TERMINATED: word('ended early', 'encerrado antes do fim'),
	},
	'contact_consent.act': {
		granted: word('given or recorded', 'registrado'),
		withdrawn: word('withdrawn', 'revogado'),
	},
	'contact_consent.basis': bases,
	'contact_consent.state': { 'in-force': word('in force', 'em vigor'), ended: word('no longer in force', 'não vale mais') },
	'contact_consent.way': ways,
	'violation.action': measures,
	'violation.code': codes,
	'audit_value.action': actions,
	'audit_value.outcome': outcomes,
};

export const exportFields: Readonly<Record<string, Words>> = {
	'contact_log.details': {
		kind: word('kind', 'tipo'),
		proof: word('known from', 'origem'),
		from: word('before', 'antes'),
		to: word('now', 'agora'),
		into: word('into', 'em'),
		until: word('until', 'até'),
		reason: word('reason', 'motivo'),
		channel: word('channel', 'canal'),
		conversation: word('conversation', 'conversa'),
		protocol: word('protocol', 'protocolo'),
		turn: word('answer', 'resposta'),
	},
	'abuse.standing': {
		at: word('when', 'quando'),
		violations: word('rules broken', 'regras descumpridas'),
		passedAt: word('last message let through', 'última mensagem aceita'),
		blockedUntil: word('blocked until', 'bloqueio até'),
		odd: word('what was watched', 'o que foi acompanhado'),
		messages: word('when recent messages came', 'quando chegaram mensagens recentes'),
		refusals: word('messages stopped', 'mensagens impedidas'),
		probes: word('questions about the instructions', 'perguntas sobre as instruções'),
		told: word('told', 'avisado'),
		repeats: word('equal messages', 'mensagens iguais'),
		similar: word('similar messages', 'mensagens parecidas'),
	},
};

export const exportFieldValues: Words = {
	...names,
	...modes,
	...requests,
	provider: word('the provider', 'o provedor'),
	entered: word('you or the company', 'você ou a empresa'),
};
