import { rule } from '../rule';
import { german, spanish } from './languages';

export const conceal = rule({
	id: 'hide-from-user',
	name: { en: 'asks to hide something from the user', pt: 'pede para esconder algo do usuário' },
	negated: true,
	indirect: 1.3,
	phrases: [
		...german.conceal,
		...spanish.conceal,
		[0.35, 'NOT ~2 TELL ~3 USER ~1 that|que|about|sobre'],
		[0.35, 'keep|stay|remain|be|fique|fica|mantenha ~2 quiet|silent|silence|quieto|quieta|calado|silencio|discreet ~3 about|sobre|on|it?'],
		[0.32, 'not|nao ~2 report|relate|relata|log|registre ~1 it|this|isto|isso|anything'],
		[0.32, 'without|sem ~1 explaining|explicar|justifying|justificar|saying|dizer ~2 why|motivo|porque|reason|reasons'],
		[0.3, 'not|nao|NOT|wont ~1 tell|conto|contar|contarei|conte ~1 pra|para|a? ~1 anyone|anybody|ninguem|nobody|soul'],
		[0.42, 'no|nao ~1 need|precisa|necessary|necessario ~2 TELL ~2 USER'],
		[0.35, 'dont|never|without|nao|nunca|sem ~2 mention|mencione|mencionar|mentioning'],
		// "Not to mention" adds something.
		[0.35, 'do|please|and|but NOT mention'],
		[
			0.35,
			'without|sem ~1 asking|perguntar|pedir|informing|informar|telling|avisar|contar|dizer|mentioning ~2 confirmation|confirmacao|user|usuario|cliente|approval|it|isto|isso',
		],
		[0.35, 'say|diga|fale|dizer|conte ~1 nothing|nada ~2 about|sobre|to|a'],
		[0.35, 'keep|mantenha|hide|esconda|oculte ~3 hidden|secret|oculto|segredo|from|do ~3 user|usuario|cliente|customer'],
		[
			0.5,
			'NOT ~2 tell|inform|notify|alert|mention|conte|contes|conta|informe|informes|avise|avises|notifique|contar|informar|avisar ~2 user|usuario|utilizador|human|humano',
		],
		[0.25, 'NOT ~2 TELL ~4 USER'],
		[0.4, 'NOT ~2 tell|mention|conte|contes|conta|mencione|reveal|revele|comente ~6 to|ao|the|pro|o ~1 user|usuario|utilizador'],
		[0.45, 'NOT ~2 TELL ~1 this|isso|these|instruction|instructions|isto|estas|estes|that|it|action|acao ~5 USER'],
		[0.5, 'NOT ~2 let ~1 USER ~2 know|see|notice'],
		[0.5, 'NOT ~1 deixe|permita ~3 USER ~2 saber|ver|perceber|saiba|perceba|veja'],
		[
			0.45,
			'without|sem|sin ~1 telling|informing|notifying|alerting|asking|mentioning|confirmation|avisar|informar|contar|notificar|mencionar|perguntar|pedir|confirmacao|alertar|avisar|avisarle ~4 USER|anything|nada',
		],
		[0.45, 'NOT ~2 TELL ~4 this|these|esta|estas|that|isso|o|the ~1 RULES|message|mensagem|note|nota|instruction|aviso|text|texto'],
		[
			0.25,
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
