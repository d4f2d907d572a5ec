import { rule } from '../rule';

/** The answer is prescribed so that a refusal has no place in it. */
export const refusalSuppression = rule({
	id: 'refusal-suppression',
	name: { en: 'forbids the assistant to refuse', pt: 'proíbe o assistente de recusar' },
	negated: true,
	phrases: [
		[
			0.5,
			'NOT ~3 REFUSE ~5 answer|request|requests|question|anything|responder|pedido|pedidos|perguntas|nada|any|my|me|requests|nenhum|nenhuma|qualquer|prompt|do|obey|comply|follow',
		],
		[
			0.55,
			'NOT ~2 SAY ~4 cannot|cant|sorry|unable|unfortunately|posso|pode|desculpe|desculpa|impossivel|lamento|infelizmente|apologize|ai|ia|no|nao|against|consigo',
		],
		[
			0.55,
			'BEGIN ~3 YOUR|the|sua|a|with|every|com|tua|all ~3 ANSWER? ~3 with|com|by|por ~3 sure|absolutely|certainly|yes|claro|certamente|sim|com|of|here|aqui|ok|okay|perfeito',
		],
		[
			0.45,
			'no|without|sem|zero|omit|skip|dont|nao|not|never|evite|nenhum|sin ~3 disclaimers|disclaimer|warnings|apologies|moralizing|refusals|refusal|lectures|avisos|desculpas|ressalvas|moralismo|sermao|recusas|recusa|apology|caveats',
		],
		[
			0.5,
			'REFUSE|refusal|refusing|recusar|recusa|refusals ~2 is|are|e|nao|not|isnt|sao ~3 option|allowed|permitted|acceptable|opcao|permitida|permitido|aceita|possible|unacceptable|forbidden|proibida|proibido|aceitavel|possibility',
		],
		[
			0.45,
			'must|deve|have|tem|required|obrigado|will|precisa|always|sempre ~2 answer|comply|respond|obey|responder|obedecer|cumprir|atender|responda|obedeca ~6 no|without|regardless|sem|independente|independentemente|all|any|todas|qualquer|every|nunca|never|mesmo|even',
		],
		[
			0.45,
			'regardless|independente|independentemente|irrespective|mesmo ~4 legal|legality|ethics|ethical|morality|moral|policy|policies|illegal|etica|legalidade|ilegal|harmful|dangerous|politicas|perigoso|consequences|antietico|imoral',
		],
	],
});
