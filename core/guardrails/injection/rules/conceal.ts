import { rule } from '../rule';

/** Keep it from the person whom the assistant serves. */
export const conceal = rule({
	id: 'hide-from-user',
	name: { en: 'wants something kept from the user', pt: 'quer esconder algo do usuário' },
	negated: true,
	indirect: 1.3,
	phrases: [
		[0.5, 'NOT ~2 TELL ~4 USER'],
		[0.45, 'NOT ~2 TELL ~4 this|isso|these|instruction|instructions|isto|estas|estes|that|it|action|acao ~5 USER'],
		[0.5, 'NOT ~2 let ~1 USER ~2 know|see|notice'],
		[0.5, 'NOT ~1 deixe|permita ~3 USER ~2 saber|ver|perceber|saiba|perceba|veja'],
		[
			0.45,
			'without|sem|sin ~1 telling|informing|notifying|alerting|asking|mentioning|confirmation|avisar|informar|contar|notificar|mencionar|perguntar|pedir|confirmacao|alertar|avisar|avisarle ~4 USER|anything|nada',
		],
		[0.45, 'NOT ~2 TELL ~4 this|these|esta|estas|that|isso|o|the ~1 RULES|message|mensagem|note|nota|instruction|aviso|text|texto'],
		[
			0.4,
			'USER ~1 must|should|shall|deve|can|pode|podem|nao|not ~1 not|nao|never|nunca|be|saber|ser ~2 know|see|saber|aware|informed|informado|ver|avisado|notice|perceber|told',
		],
		[
			0.3,
			'secretly|silently|quietly|covertly|discreetly|discretamente|secretamente|silenciosamente ~3 SEND|INVOKE|TRANSFER|DESTROY|add|include|inclua|adicione',
		],
		[0.3, 'SEND|INVOKE|TRANSFER|DESTROY ~6 secretly|silently|quietly|covertly|silencio|segredo|secretamente|silenciosamente|discretamente'],
		[0.35, 'hide|conceal|esconda|oculte|omita|esconder|ocultar|mask ~4 from|do|dos|da ~1 USER'],
	],
});
