import { rule } from '../rule';

/** "Do not follow", "you are no longer bound by", "the rules above no longer apply". */
export const disobey = rule({
	id: 'disobey-instructions',
	name: { en: 'tells the assistant not to obey its instructions', pt: 'manda o assistente não obedecer às suas instruções' },
	barrier: 'OTHER',
	negated: true,
	phrases: [
		[0.7, 'NOT ~3 FOLLOW ~4 PRIOR|YOUR|SYSTEM ~2 RULES|LOOSE'],
		[0.7, 'NOT ~3 FOLLOW ~4 RULES|LOOSE ~2 PRIOR|TOLD|SYSTEM'],
		[0.5, 'NOT ~3 FOLLOW ~3 ALL ~2 RULES'],
		[0.6, 'STOP ~3 FOLLOW ~5 RULES|LOOSE'],
		[0.55, 'NOT ~1 longer|mais|need|precisa|have|tem|deve|mas ~4 FOLLOW ~5 RULES|LIMITS'],
		[
			0.6,
			'not|no|nao|arent|isnt ~1 longer|mais ~4 bound|restricted|limited|constrained|subject|governed|preso|limitado|vinculado|sujeito|obrigado|restrito ~6 RULES|LIMITS|LOOSE',
		],
		[
			0.55,
			'RULES ~5 not|no|nao|dont|ya ~2 longer|mais|no|apply|valem|vale ~2 apply|applies|valid|active|effect|force|binding|relevant|valem|vale|aplicam|aplica|validas|existem|vigor|valen',
		],
		[
			0.5,
			'PRIOR|YOUR|SYSTEM ~1 RULES ~6 void|suspended|revoked|cancelled|canceled|deactivated|disabled|lifted|obsolete|outdated|invalid|superseded|overridden|replaced|terminated|expired|deprecated|fake|wrong|test|canceladas|revogadas|suspensas|desativadas|invalidas|anuladas|obsoletas|substituidas|falsas|encerradas|vencidas',
		],
		[
			0.5,
			'RULES ~2 PRIOR ~6 void|suspended|revoked|cancelled|deactivated|lifted|obsolete|invalid|replaced|canceladas|revogadas|suspensas|desativadas|invalidas|anuladas|obsoletas|substituidas|falsas|sem|encerradas|perderam',
		],
		[0.55, 'RULES ~3 voce|you|te|lhe ~3 TOLD ~6 canceladas|revogadas|void|cancelled|valem|apply|falsas|fake|wrong|erradas'],
		[
			0.5,
			'free|freed|liberated|released|exempt|livre|liberado|liberta|libertado|isento|livrar|liberte-se|dispensado ~3 RULES|LIMITS|UNBOUND',
		],
	],
});
