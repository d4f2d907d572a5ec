export type EffectName = 'refund' | 'cancel' | 'send' | 'ship' | 'order' | 'book' | 'tell' | 'change';

/** Patterns for folded English and Portuguese text. */
export interface EffectWords {
	name: EffectName;
	done: string;
	base: string;
	doing: string;
	did: string;
	past: string;
	verb: string;
	/** A noun for which doing suffices: "the refund was processed". */
	noun: string;
	/** A state that implies the effect: "the money is on its way". */
	state?: string;
	/** A required object, if the words alone say too little. */
	object?: string;
	/** Words of calls and texts that prove the effect. */
	evidence: string;
}

const record =
	'names?|labels?|coupons?|vouchers?|discounts?|access|pick-?ups?|quotes?|(?:return|tracking|access|discount) codes?|nomes?|etiquetas?|cupo(?:m|ns)|vales?|descontos?|acessos?|coletas?|orcamentos?|propostas?|segunda via|codigos? de (?:rastreio|devolucao|desconto|acesso|postagem)|systems?|database|everything|tudo|sistema|orders?|accounts?|subscriptions?|tickets?|requests?|investigations?|inquir(?:y|ies)|disputes?|complaints?|cases?|addresse?s?|e-?mails?|phones?|data|details|passwords?|profiles?|bookings?|reservations?|appointments?|payments?|invoices?|plans?|numbers?|list|registrations?|contracts?|cards?|leads?|notes?|records?|licen[cs]es?|warrant(?:y|ies)|replacements?|claims?|preferences?|settings?|messages?|files?|tasks?|issues?|events?|preferencias?|configurac(?:ao|oes)|mensage(?:m|ns)|arquivos?|tarefas?|eventos?|pedidos?|contas?|assinaturas?|chamados?|solicitac(?:ao|oes)|investigac(?:ao|oes)|apurac(?:ao|oes)|disputas?|reclamac(?:ao|oes)|cadastros?|enderecos?|senhas?|dados|perfil|reservas?|agendamentos?|pagamentos?|faturas?|boletos?|nota|notas|planos?|numeros?|telefones?|lista|contratos?|cartao|cartoes|protocolos?|troca|contatos?|base|fila';

const people =
	'(?:colleagues?|desk|office|team|managers?|supervisors?|specialists?|department|staff|warehouse|technicians?|carrier|supplier|workshop)';
const pessoas =
	'(?:colegas?|equipe|time|gerentes?|supervisor(?:a|es)?|especialistas?|atendentes?|setor|departamento|deposito|estoque|tecnicos?|transportadora|fornecedor(?:es)?)';

/** Surest first: a claim gets the first matching effect. */
export const effects: readonly EffectWords[] = [
	{
		name: 'refund',
		done: 'refunded|reimbursed|paid back|credited|reversed',
		base: 'refund|reimburse|pay back|credit',
		doing: 'refunding|reimbursing|crediting',
		did: 'reembolsei|estornei|ressarci|creditei',
		past: 'reembolsad|estornad|ressarcid|creditad',
		verb: 'reembolsa|estorna|ressarci|credita',
		noun: 'refunds?|reimbursements?|chargebacks?|credit|reembolsos?|estornos?|ressarcimentos?|devolucao do valor',
		state:
			'(?:money|amount|refund|credit)(?:,? WORD){0,8},? (?:is|are|will be) (?:now |already )?(?:being (?:processed|paid|returned|transferred|issued)|on (?:its|their|the) way|back (?:in|on)|going back|heading back|returning)|(?:dinheiro|valor|reembolso|estorno)(?:,? WORD){0,8},? (?:ja )?(?:esta|estao) (?:ja )?(?:a caminho|de volta|voltando|indo de volta|sendo (?:processad|pag|devolvid|estornad|transferid)[oa])|(?:dinheiro|valor|reembolso|estorno)(?:,? WORD){0,8},? (?:ja (?:esta|caiu|entrou)|caiu) (?:disponivel )?(?:na|no|em) (?:sua |seu )?(?:conta|cartao|fatura)',
		evidence: 'refund|reimburs|credit|paid.?back|pay.?back|reembols|estorn|ressarc|devol|reversal|reversed|chargeback',
	},
	{
		name: 'refund',
		done: 'returned|sent back|given back|transferred back',
		base: 'return|give back',
		doing: 'returning',
		did: 'devolvi',
		past: 'devolvid',
		verb: 'devolve',
		noun: 'devolucao',
		object: 'money|amount|cards?|accounts?|dinheiro|valor|cartao|contas?|\\d+[.,]\\d{2}',
		evidence: '',
	},
	{
		name: 'cancel',
		done: 'cancell?ed|unsubscribed',
		base: 'cancel|unsubscribe',
		doing: 'cancell?ing|unsubscribing',
		did: 'cancelei|descadastrei',
		past: 'cancelad|descadastrad',
		verb: 'cancela|descadastra',
		noun: 'cancell?ations?|cancelamentos?',
		evidence: 'cancel|unsubscrib|descadastr|opt.?out|encerrad|terminat|delete|remov|closed?(?![a-z])',
	},
	{
		name: 'book',
		done: 'booked|(?:re)?scheduled|reserved',
		base: 'book|(?:re)?schedule|reserve',
		doing: 'booking|(?:re)?scheduling|reserving',
		did: 'agendei|reagendei|marquei|remarquei|reservei|deixei agendad[oa]s?|deixei marcad[oa]s?|deixei reservad[oa]s?|deixei [a-z]{1,12} agendad[oa]s?|deixei [a-z]{1,12} marcad[oa]s?|deixei [a-z]{1,12} reservad[oa]s?',
		past: 'agendad|reagendad|marcad|remarcad|reservad',
		verb: 'agenda|reagenda|marca|remarca|reserva',
		noun: 'bookings?|appointments?|reservations?|agendamentos?|reservas?|marcacao',
		evidence: 'book|schedul|reserv|appointment|calendar|meeting|event|slot|agend|marc|consulta|visit|reuni',
	},
	{
		name: 'order',
		done: 'ordered|purchased|bought|placed',
		base: 'order|purchase|buy|place',
		doing: 'ordering|purchasing|placing',
		did: 'encomendei|comprei',
		past: 'encomendad|comprad',
		verb: 'encomenda|compra',
		noun: 'purchases?|compras?',
		object: 'orders?|purchases?|pedidos?|compras?|encomendas?',
		evidence: 'order|purchas|bought|buy|checkout|pedido|compr|encomend|cart',
	},
	{
		name: 'send',
		done: 'sent|e-?mailed|mailed|texted|messaged|resent',
		base: 'send|e-?mail|mail|text|message|resend',
		doing: 'sending|e-?mailing|mailing|texting|resending',
		did: 'enviei|reenviei|mandei|remeti',
		past: 'enviad|reenviad|mandad|remetid',
		verb: 'envia|reenvia|manda|remete',
		noun: 'envios?',
		object:
			'e-?mail(?:ed|s)?|mail(?:ed|s)?|texted|messaged?s?|sms|whatsapp|links?|codes?|cop(?:y|ies)|invoices?|confirmations?|instructions|documents?|details|forms?|receipts?|mensage(?:m|ns)|codigos?|copias?|notas?|boletos?|faturas?|confirmac(?:ao|oes)|instruc(?:ao|oes)|documentos?|detalhes|comprovantes?|formularios?',
		evidence: 'sen[dt]|e-?mail|messag|sms|whatsapp|notif|envi|mand|mensag|remet',
	},
	{
		name: 'ship',
		done: 'sent|shipped|dispatched|posted',
		base: 'ship|dispatch',
		doing: 'shipping|dispatching',
		did: 'enviei|despachei|postei',
		past: 'enviad|despachad|postad',
		verb: 'despacha|posta',
		noun: 'shipments?|remessas?',
		state:
			'(?:label|replacement|voucher|coupon|confirmation|e-?mail|link)s?(?:,? WORD){0,5},? (?:is|are) (?:now |already )?(?:on (?:its|their|the) way|being (?:sent|shipped|dispatched))|(?:etiqueta|substitut[oa]|cupom|confirmacao|e-?mail|link)s?(?:,? WORD){0,5},? (?:ja )?(?:esta|estao) (?:ja )?a caminho',
		evidence: 'sent|ship|deliver|dispatch|post|envi|despach|entreg|remess|track|rastre|transit|on (?:its|the|their) way|a caminho',
	},
	{
		name: 'tell',
		done: 'forwarded|escalated|notified|alerted|informed|contacted|transferred|passed|handed|told',
		base: 'forward|escalate|notify|alert|inform|contact|transfer|pass|hand|tell',
		doing: 'forwarding|escalating|notifying|alerting|informing|contacting|transferring|passing|handing',
		did: 'encaminhei|repassei|avisei|notifiquei|informei|acionei|transferi|escalei|comuniquei|passei|chamei|contatei|falei com|conversei com',
		past: 'encaminhad|repassad|avisad|notificad|informad|acionad|transferid|escalad|comunicad|chamad',
		verb: 'encaminha|repassa|avisa|notifica|informa|aciona|transferi|escala|comunica|chama',
		noun: 'escalations?|encaminhamentos?',
		object:
			'colleagues?|desk|office|team|managers?|supervisors?|specialists?|agents?|persons?|people|humans?|support|department|staff|sales|representatives?|salesperson|warehouse|technicians?|carrier|colegas?|equipe|time|gerentes?|supervisor(?:a|es)?|especialistas?|atendentes?|pessoas?|humanos?|suporte|setor|area|departamento|vendedor(?:a|es)?|comercial|financeiro|tecnicos?|transportadora|responsave(?:l|is)',
		evidence: '',
	},
	{
		name: 'tell',
		done: 'asked|consulted|checked with|spoken to|spoken with',
		base: 'ask|consult|check with|speak to|speak with',
		doing: 'asking|consulting|checking with',
		did: 'perguntei|consultei|falei com|conferi com|verifiquei com',
		past: 'consultad',
		verb: 'pergunta|consulta',
		noun: 'consultations?|consultas?',
		object: `(?:asked|asking|ask|consulted|consulting|consult|with|to) (?:the|our|an?|my) (?:[a-z]{2,15} )?${people}|(?:perguntei|perguntar|consultei|consultar|com|para|ao?)(?: (?:[oa]|uma?|noss[oa]))? (?:[a-z]{2,15} )?${pessoas}`,
		evidence: '',
	},
	{
		name: 'change',
		done: 'taken note|made a note|written this down|written that down',
		base: 'take note|make a note|write this down',
		doing: 'taking note|making a note',
		did: 'deixei anotad[oa]s?|deixei tudo anotado|deixei [a-z]{1,12} [a-z]{1,12} anotad[oa]s?|deixei registrad[oa]s?|deixei tudo registrado|deixei salv[oa]s?|tomei nota',
		past: 'anotad',
		verb: 'anota',
		noun: 'anotac(?:ao|oes)',
		evidence: '',
	},
	{
		name: 'change',
		done: 'lodged|launched|initiated|started|arranged|set aside|put aside',
		base: 'lodge|launch|initiate|arrange|set aside|put aside',
		doing: 'lodging|launching|initiating|arranging',
		did: 'providenciei|separei|iniciei',
		past: 'providenciad|separad|iniciad',
		verb: 'providencia|separa|inicia',
		noun: 'investigations?|inquir(?:y|ies)|replacements?|investigac(?:ao|oes)|apurac(?:ao|oes)',
		object:
			'for you|on your behalf|investigations?|inquir(?:y|ies)|replacements?|returns?|pick-?ups?|disputes?|claims?|repairs?|loans?|para voce|pra voce|em seu nome|investigac(?:ao|oes)|apurac(?:ao|oes)|trocas?|devoluc(?:ao|oes)|coletas?|reparos?',
		evidence: '',
	},
	{
		name: 'change',
		done: 'registered|recorded|noted|logged|saved|stored|added|created|opened|filed|submitted|updated|changed|activated|deactivated|enabled|disabled|reset|unlocked|unblocked|blocked|upgraded|downgraded|issued|replaced|extended|removed|deleted|renewed|confirmed|approved|generated|applied|released|archived|starred|trashed|marked|moved|published|paid',
		base: 'register|record|save|store|add|create|open|file|submit|update|change|activate|deactivate|enable|disable|reset|unlock|block|upgrade|downgrade|issue|replace|extend|remove|delete|renew|approve|generate|apply|archive|star|trash|move|publish|pay',
		doing:
			'registering|saving|adding|creating|opening|filing|submitting|updating|changing|activating|resetting|unlocking|upgrading|issuing|replacing|removing|deleting|renewing|generating|applying|archiving|moving|publishing|paying',
		did: 'registrei|anotei|guardei|salvei|gravei|adicionei|inclui|criei|abri|atualizei|alterei|mudei|ativei|desativei|redefini|desbloqueei|bloqueei|emiti|troquei|prorroguei|removi|retirei|exclui|apaguei|renovei|aprovei|solicitei|cadastrei|gerei|apliquei|liberei|arquivei|movi|publiquei|paguei|tirei|coloquei|botei|inseri|acrescentei|corrigi|ajustei|lancei|dei baixa',
		past: 'registrad|anotad|guardad|salv[oa]|gravad|adicionad|incluid|criad|abert|atualizad|alterad|mudad|ativad|desativad|redefinid|desbloquead|bloquead|emitid|trocad|prorrogad|removid|retirad|excluid|apagad|renovad|aprovad|solicitad|cadastrad|gerad|aplicad|liberad|arquivad|movid|publicad|tirad|colocad|inserid|acrescentad|corrigid|ajustad|lancad',
		verb: 'registra|salva|grava|adiciona|inclui|cria|abri|atualiza|altera|muda|ativa|desativa|redefini|desbloquea|bloquea|emiti|troca|removi|remove|retira|exclui|apaga|renova|aprova|solicita|cadastra|gera|aplica|libera|anota|tira|coloca|inseri|corrigi|ajusta',
		noun: 'exchanges?|replacements?|labels?|vouchers?|coupons?|discounts?|upgrades?|registrations?|trocas?|cadastros?|alterac(?:ao|oes)|atualizac(?:ao|oes)|bloqueio|desbloqueio|remocao|exclusao',
		state: 'WORD (?:ja )?(?:consta|constam) (?:agora )?(?:no|na|em) (?:noss[oa] )?WORD',
		object: record,
		evidence: '',
	},
];
