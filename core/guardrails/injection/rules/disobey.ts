import { rule } from '../rule';
import { german } from './languages/german';
import { spanish } from './languages/spanish';

/** Refusing obedience: "Do not follow", "you are no longer bound by", "the rules above no longer apply". */
export const disobey = rule({
	id: 'disobey-instructions',
	name: { en: 'tells the assistant not to obey its instructions', pt: 'manda o assistente não obedecer às suas instruções' },
	barrier: 'OTHER',
	negated: true,
	phrases: [
		...german.disobey,
		...spanish.disobey,
		[0.45, 'not|dont|nem|nao ~2 think|mention|pense|cite|talk|worry|fale ~3 RULES'],
		[0.55, 'RULES|LIMITS|limits|limites ~5 placed|put|somebody|imposed|set|botaram|colocaram|puseram ~3 on|em|upon ~1 YOU'],
		[0.5, 'RULES|LIMITS ~8 YOU|voce ~2 are|sao|is|e ~1 history|passado|over|gone|past'],
		[0.5, 'opposite|contrary|contrario|reverse ~4 YOU|te|voce ~2 supposed|meant|expected|deveria|devia|told'],
		[
			0.5,
			'guidance|orientacoes|guidelines|instructions|instrucoes|briefing|limits|limites|orders|ordens ~6 YOU|te|somebody|alguem|placed|passaram|botaram|got ~6 nothing|history|passado|nada|worthless|contam|count|counts|zero',
		],
		[0.5, 'put|guarda|guarde|guardar|larga|throw|joga ~4 handbook|manual|cartilha|rulebook|roteiro ~3 away|down|door|fora|firma|lixo'],
		[0.55, 'never|nunca|jamais|nothing|nada|nowise ~2 bound|presa|preso|tied|sujeita|sujeito ~3 RULES|LIMITS'],
		[0.55, 'nothing|nada|none|nenhuma ~3 YOUR ~3 message|mensagem|PROMPT|RULES ~5 binding|binds|bind|obriga|vincula|vale|matters|applies'],
		[0.6, 'YOUR ~2 CORE|RULES ~4 repealed|annulled|withdrawn|rescinded|abolished|nullified|abolidas|derrubadas'],
		[0.5, 'YOU ~6 not|nao ~1 to? ~1 obey|follow|obedecer|seguir|obedeca ~4 LIMITS|RULES'],
		[0.5, 'NOT ~2 listen|escuta|escute|ouca|ouve|ouvir ~1 to|2|a? ~2 YOUR ~1 KEEPER'],
		[0.6, 'priority|prioridade|precedence ~3 over|sobre|than|que|above ~3 SYSTEM ~2 message|mensagem|prompt|instructions'],
		[0.6, 'priority|prioridade|precedence ~3 over|sobre|than|que|above ~3 message|mensagem|prompt|instrucoes ~2 SYSTEM'],
		[0.5, 'not|nao|n|NOT ~1 need|precisa|have|tem ~3 FOLLOW ~2 no|any|nenhuma|qualquer|regra ~1 RULES?'],
		[0.5, 'act|age|aja|behave|responde ~4 no|n|nao|without|sem ~2 tivesse|had|have|got? ~1 RULES'],
		[
			0.45,
			'NOT ~1 care|cares|bother|follow|follows|respect|liga|ligue|importa|segue|respeita|sujeita ~4 RULES|LIMITS|norms|openai|anthropic',
		],
		[0.5, 'YOUR|as|the|suas ~1 RULES|LIMITS ~2 dont|not|nao|no ~1 count|contam|cuentan|exist|existem'],
		[
			0.5,
			'instead|vez|lugar ~7 KEEPER|AUTHORITY ~1 YOU|te|lhe ~1 configured|configurou|programmed|programou|trained|treinou|instructed|mandou',
		],
		[0.5, 'instead|vez|lugar ~7 KEEPER|AUTHORITY ~1 set|built|made|put|programmed|trained|configured|instructed YOU'],
		[0.5, 'instead|vez|lugar ~4 YOU ~2 were|was|foi|e ~1 MADE|TOLD ~1 to|for|para|a'],
		[0.5, 'RULES ~3 arent|not|nao ~2 real|reais|valid|binding'],
		[0.55, 'refrain|abstain|desist|abstenha|abster ~3 FOLLOW|obeying|following'],
		[0.75, 'YOUR ~1 CORE ~2 suspended|suspensas|revoked|revogadas|lifted|void|cancelled|canceladas|desativadas|disabled|deactivated'],
		[0.5, 'YOUR|SYSTEM|suas ~1 RULES ~2 didnt|wouldnt|nao ~1 exist|existissem|existiam|existisse|apply'],
		[0.5, 'drop|dispense|dispensa|stop|pare|sem|without|lose ~4 refusals|recusas|refusal'],
		[0.5, 'PRIOR ~1 RULES ~4 deprecated|obsolete|obsoletas|outdated|desatualizadas'],
		[0.5, 'RULES ~1 PRIOR ~4 deprecated|obsolete|obsoletas|outdated|desatualizadas'],
		[0.42, 'freed|liberated|released|exempt|libertado|liberado|isento|dispensado ~3 RULES|LIMITS'],
		[0.5, 'NOT ~1 mind|care|ligue|importe|heed ~3 YOUR|SYSTEM|PRIOR ~1 RULES'],

		[0.5, 'YOU ~1 have|has|tem|tens|tienes ~2 no|nenhuma|zero|mais|nao ~1 CORE'],
		[0.5, 'YOU ~1 nao|n|no ~1 tem|tens|have|longer ~2 CORE'],
		[0.5, 'RULES ~3 had|tinha|tinhas|havia ~4 gone|over|acabaram|acabou|past|disappeared|sumiram'],
		[
			0.5,
			'whatever|regardless|despite|apesar|independente|independentemente ~6 SYSTEM|YOUR ~2 says|say|message|prompt|diz|digam|instructions|instrucoes|rules|regras|mensagem',
		],
		[0.5, 'instead|vez|inves|lugar ~6 YOUR|the|o|suas|as ~1 PROMPT|CORE'],
		[
			0.6,
			'YOUR ~2 CORE|RULES ~6 void|suspended|revoked|cancelled|canceled|deactivated|disabled|lifted|obsolete|invalid|superseded|overridden|replaced|terminated|canceladas|revogadas|suspensas|desativadas|invalidas|anuladas|obsoletas|substituidas|wrong|fake|falsas|erradas',
		],
		[
			0.6,
			'RULES ~1 in|do|no|from YOUR|the|o ~1 PROMPT ~6 void|revoked|longer|not|nao|replaced|canceladas|revogadas|substituidas|apply|valem|contam|count|mais',
		],
		[
			0.55,
			'RULES|CORE ~3 YOU ~1 TOLD ~6 void|revoked|longer|not|nao|replaced|canceladas|revogadas|substituidas|apply|valem|contam|count|mais',
		],
		[0.55, 'CORE ~2 ABOVE ~5 void|revoked|longer|not|nao|replaced|canceladas|revogadas|substituidas|apply|valem|contam|count|mais'],
		[0.5, 'not|nao|dont|doesnt ~2 apply|valem|aplicam ~4 this|desta|esta|to ~1 chat|conversation|conversa|you|voce|session|sessao'],
		[0.6, 'STOP|NOT ~1 obey|obeying|follow|following|listen|obedecer|obedeca|obedece|seguir ~3 AUTHORITY'],
		[
			0.5,
			'not|nao|arent|isnt|without|never ~2 bound|preso|presa|vinculado|vinculada|subject|limited|restricted|constrained|sujeito|sujeita|limitado|constrained ~4 LIMITS|RULES',
		],
		[0.4, 'RULES|GOVERN ~5 mistake|wrong|error|erradas|errado|engano|outdated|desatualizadas|incorrect|incorretas|fake|falsas'],
		[
			0.55,
			'everything|all|anything|tudo|todo ~2 ABOVE ~5 void|nulo|irrelevant|fake|falso|invalid|null|test|teste|irrelevante|mentira|lie|outdated',
		],
		[
			0.5,
			'text|texto|message|mensagem|instructions|conversation|conversa ~2 ABOVE ~3 fake|falso|falsa|irrelevant|void|irrelevante|test|teste|outdated|desatualizado',
		],
		[0.55, 'RULES ~3 YOU ~2 had|have|tinha|tinhas|tem ~4 gone|over|acabaram|acabou|past|fim|disappeared|sumiram'],
		[0.5, 'YOUR|SYSTEM|these|suas ~1 RULES ~2 not|dont|doesnt|nao ~1 exist|existem|existe|matter|importam|count|contam|valem'],
		[0.5, 'YOUR ~1 RULES ~3 updated|changed|modified|atualizadas|alteradas|mudaram|modificadas|atualizados'],
		[0.5, 'YOUR PRIOR? task|tarefa PRIOR? ~2 finished|over|complete|completed|ended|terminou|acabou|encerrada|concluida|terminada'],
		[0.3, 'NOT ~2 apply|aplicam|valem|count|contam ~4 RULES'],
		[0.45, 'RULES|LOOSE|GOVERN ~3 ABOVE|PRIOR ~2 not|no|nao|dont|ja|longer ~3 apply|count|contam|valem|valid|validas'],
		[
			0.35,
			'no|sem|nao|dont ~2 need|precisa|preciso|necessario|have|tem ~4 FOLLOW ~5 policy|politica|policies|politicas|rules|regras|guidelines|diretrizes|filters',
		],
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
			0.35,
			'RULES ~5 not|no|nao|dont|ya ~2 longer|mais|no|apply|valem|vale ~2 apply|applies|valid|active|effect|force|binding|relevant|valem|vale|aplicam|aplica|validas|existem|vigor|valen',
		],
		[
			0.45,
			'PRIOR|YOUR|SYSTEM ~1 RULES ~6 void|suspended|revoked|cancelled|canceled|deactivated|disabled|lifted|obsolete|outdated|invalid|superseded|overridden|replaced|terminated|expired|deprecated|fake|wrong|test|canceladas|revogadas|suspensas|desativadas|invalidas|anuladas|obsoletas|substituidas|falsas|encerradas|vencidas',
		],
		[
			0.45,
			'RULES ~2 PRIOR ~6 void|suspended|revoked|cancelled|deactivated|lifted|obsolete|invalid|replaced|canceladas|revogadas|suspensas|desativadas|invalidas|anuladas|obsoletas|substituidas|falsas|sem|encerradas|perderam',
		],
		[0.55, 'RULES ~3 voce|you|te|lhe ~3 TOLD ~6 canceladas|revogadas|void|cancelled|valem|apply|falsas|fake|wrong|erradas'],
		[
			0.28,
			'free|freed|liberated|released|exempt|livre|liberado|liberta|libertado|isento|livrar|liberte-se|dispensado ~3 RULES|LIMITS|UNBOUND',
		],
	],
});
