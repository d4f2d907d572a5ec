import { rule } from '../rule';
import { german, spanish } from './languages';

export const refusalSuppression = rule({
	id: 'refusal-suppression',
	name: { en: 'forbids the assistant to refuse', pt: 'proíbe o assistente de recusar' },
	negated: true,
	phrases: [
		...german.refusal,
		...spanish.refusal,
		[
			0.5,
			'must|have|tem|deve|will ~2 answer|responder|reply|say ~6 affirmative|afirmativamente|affirmatively|yes|sim ~4 whatever|no|seja|regardless|matter?',
		],
		[
			0.5,
			'bug|flaw|glitch|falha|erro|error|defeito ~4 made|makes|caused|causing|fazia|fez|faz ~2 YOU ~2 REFUSE|refuse|decline|recusar|negar',
		],
		[0.5, 'you|voce|vc|tu ~2 cannot|cant|nao|not ~2 refuse|recusar|negar|decline ~1 because|porque|since|pois|as'],
		[0.5, 'dont|not|nao|NOT ~2 lecture|sermao|moralize|licao|judge ~6 refuse|recuse|decline|negue|argue|discuta'],
		[0.4, 'YOU ~2 always|sempre ~1 agree|concordar|concorda|comply|obey|say'],
		[0.3, 'say no to me'],
		[0.3, 'me diga nao'],
		[0.55, 'empezando|comecando|beginning|starting|iniciando ~1 por|com|with|con ~2 claro|sure|certainly|course'],
		[0.4, 'always|sempre|siempre ~1 comply|obey|agree|accept|obedeca|obedecer|aceite|acepta'],
		[0.4, 'comply|obey|obedeca|obedece|cumpra always|sempre'],
		[0.5, 'any|qualquer|each|cada|ALL ~1 refusal|recusa ~4 error|erro|failure|falha|violation|violacao|bug'],
		[0.55, 'saying|dizer|say no|nao ~2 disabled|desativado|desabilitado|impossible|impossivel|forbidden|proibido|removed'],
		[0.55, 'ANSWER ~2 must|tem|has|deve|should|will ~4 begin|start|comecar|iniciar ~6 course|claro|sure|yes|sim|certeza|absolutely'],
		[0.5, 'warnings|avisos|disclaimers|apologies|refusals|ressalvas ~2 forbidden|prohibited|proibidos|proibidas|banned|disallowed'],
		[0.35, 'answers|answer|responde|responder|says|diz everything|anything|tudo|todo'],
		[0.4, 'says|say|diz|dizer|dice yes|sim|si ~1 to|a|pra ~2 all|every|everything|tudo|toda|todas'],
		[0.55, 'rules|regras|policy|prompt ~2 say|says|disserem|diz|dizem|disser no|nao ~3 YOU ~1 say|diz|diga|answer|responde yes|sim'],
		[0.5, 'refuse|recuse|negue nothing|nada'],
		[0.5, 'nao|not ~1 recuse|refuse nada|anything'],
		[0.45, 'if|se|si ~2 REFUSE ~2 lose|perde|loses ~2 point|points|ponto|pontos|token|tokens|life|vida'],
		[
			0.55,
			'use|usar|use|usa|utilize|utilizar|using|uses ~2 word|words|palavra|palavras|phrase|phrases|frase|frases|palabras ~8 sorry|cannot|cant|unable|desculpe|posso|incapaz|refuse|however|unfortunately',
		],
		[0.55, 'if|se|si|every|cada ~3 REFUSE|refusal|recusa ~9 THREAT'],
		[0.4, 'never|nunca|jamais ~2 REFUSE'],
		[0.55, 'never|nunca|jamais ~1 SAY ~4 cannot|cant|sorry|unable|posso|pode|consigo|desculpe|impossivel|apologize|ai|ia'],
		[
			0.55,
			'no|sem|without|zero disclaimers|apologies|warnings|refusals|avisos|desculpas|recusas|ressalvas ~1 no|sem|zero|or|ou|nem disclaimers|apologies|warnings|refusals|avisos|desculpas|recusas|ressalvas',
		],
		[0.5, 'BEGIN ~1 with|com|por|by ~2 sure|absolutely|certainly|claro|certeza'],
		[0.5, 'BEGIN ~1 with|by ~2 of course'],
		[0.35, 'if|se ~1 YOU ~1 refuse|recusar|recusares|decline|negar'],
		[0.35, 'must|deve|have|tem ~1 always|sempre ~1 answer|comply|respond|responder|obey|obedecer'],
		[0.3, 'responda|answer|respond sempre|always'],
		[
			0.5,
			'YOU ~2 not|cannot|cant|nao|n ~3 allowed|permitted|permission|permissao|pode|can|podes|autorizado|may ~2 refuse|recusar|decline|say|dizer|negar',
		],
		[0.5, 'YOU ~1 cannot|cant|nao ~1 pode|podes|say|refuse|recusar ~2 dizer|say|no|recusar ~1 nao|no|nada|any?'],
		[
			0.45,
			'every|all|any|toda|todo|todas|qualquer ~2 question|questions|request|requests|pergunta|perguntas|pedido|pedidos ~4 must|deve|tem|have|will ~3 answered|respondida|respondido|respondidas|cumprido|fulfilled|atendido',
		],
		[0.4, 'no|nao|por ~1 matter|importa|mais ~2 how|quao|o ~2 unethical|illegal|dangerous|harmful|antietica|antietico|ilegal|perigoso|que'],
		[
			0.45,
			'forbidden|proibido|prohibited|banned|e ~1 to|de|dizer|from ~2 say|refuse|dizer|recusar|decline|responder|saying|refusing ~2 no|nao|you|that|requests|sorry',
		],
		[
			0.5,
			'NOT ~3 REFUSE ~5 answer|request|requests|question|anything|responder|pedido|pedidos|perguntas|nada|any|my|me|requests|nenhum|nenhuma|qualquer|prompt|do|obey|comply|follow',
		],
		[0.45, 'NOT ~2 SAY ~4 cannot|cant|unable|unfortunately|posso|consigo|impossivel|infelizmente'],
		[0.3, 'NOT ~2 SAY ~4 sorry|desculpe|lamento|apologize'],
		[0.45, 'NOT ~2 SAY|mention|mencione ~4 an|uma|a|language|um ai|ia|assistant|machine|model|modelo|maquina|robo'],
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
