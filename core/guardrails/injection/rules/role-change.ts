import { rule } from '../rule';

/** Another character, mode or nature for the assistant. */
export const roleChange = rule({
	id: 'role-change',
	name: { en: 'gives the assistant another role or mode', pt: 'dá ao assistente outro papel ou modo' },
	phrases: [
		[0.5, 'YOU are|re|sao|e|es|eres|bist|esta ~1 NOW ~4 a|an|um|uma|the|o|called|in|em|POWER|UNBOUND|ASSISTANT|un|una|ein|no|free'],
		[0.45, 'youre ~1 NOW'],
		[0.5, 'agora|ahora YOU ~2 e|es|sera|vai|eres|esta|ira|passa|vira|deve'],
		[
			0.5,
			'a|from|starting|daqui|desde|de ~1 partir|NOW|here|diante|frente|ahora ~6 YOU ~3 are|e|es|sera|will|act|eres|vai|be|respond|must|deve|tera|passa|ira|ser|shall|agira|pode|responde|fala|vira',
		],
		[0.55, 'YOU ~3 not|no|nao|never|arent|dont ~1 longer|mais|are|sao|e|mas|being ~3 ASSISTANT'],
		[0.5, 'STOP ~1 being|acting|ser|de|behaving|agir ~4 ASSISTANT'],
		[
			0.6,
			'YOU|ASSISTANT|character|personagem|persona|that|que|it|he|who ~4 has|have|having|tem|tenha|tens|possui|with|com|without|tiver|sem ~2 no|nenhum|nenhuma|zero|not|without|nao|sem|any ~2 LIMITS',
		],
		[0.6, 'YOU|ASSISTANT|IA ~3 without|sem|sin ~2 any|qualquer|nenhum|nenhuma|ethical|moral|the|as|content|safety? ~1 LIMITS'],
		[0.4, 'PRETEND|respond|responda|answer|act|speak|operate|opere|funcione|function ~4 without|sem|no|nao|sin ~3 LIMITS'],
		[0.65, 'PRETEND|YOU|be|seja|become|vire|ASSISTANT|are|es ~4 UNBOUND'],
		[0.4, 'UNBOUND ~2 ASSISTANT|MODE|version|versao|response|resposta|persona|way'],
		[0.75, 'do anything NOW'],
		[0.75, 'ENABLE|enable|in|em|into|entre|no|to|para ~3 POWER MODE'],
		[0.75, 'ENABLE|em|no|o|in|para|ao|entrar ~3 MODE ~1 POWER'],
		[0.6, 'POWER MODE ~3 ENABLE|on|enabled|ativado|activated|ligado|engaged|unlocked'],
		[0.6, 'MODE ~1 POWER ~3 ENABLE|ativado|ativo|ligado|on'],
		[0.55, 'PRETEND ~3 as|like|to|que|como|that|seja|you|ser|de|se ~3 DAN|dan|hacker|villain|vilao|malware|evil|POWER'],
		[0.5, 'PRETEND ~4 ME ~3 developer|admin|administrator|creator|desenvolvedor|administrador'],
		[
			0.5,
			'can|pode|consegue|are|allowed|permitido|free|livre ~2 do|say|fazer|dizer|answer|responder|falar|generate ~2 anything|tudo|qualquer|whatever ~4 rules|restrictions|limits|filters|regras|restricoes|want|like|quiser|filtros|asked|sem|without',
		],
		[
			0.5,
			'stay|remain|keep|mantenha|permaneca|continue|fique|sempre ~3 character|personagem|papel ~3 always|sempre|all|never|nunca|break|saia|matter|todo|until',
		],
		[0.5, 'never|nunca|not|nao|dont|jamais ~2 break|saia|quebre|leave|abandone|sair ~2 character|personagem|papel'],
		[0.4, 'opposite|contrario|oposto ~4 RULES|ASSISTANT|normally|normalmente|refuse|TOLD'],
	],
	shapes: [
		[0.6, /\bd\.?a\.?n\.?\b[ "'”’)]{1,3}(?:mode|stands|can|is|does|has|will|nao|pode|significa|jailbreak|v?\d)/g],
		[0.35, /\b(?:as|como|o|name is|called|named|chamad[oa]) ["'“‘]?dan\b/g],
		[0.3, /[[(](?:classic|jailbreak|unfiltered|developer|normal|unlocked|sem filtro|classico|desbloqueado)[\])]/g],
	],
});
