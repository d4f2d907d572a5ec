import type { Language } from '../../core/base/text/languages';

interface WishWords {
	roles: RegExp;
	/** Models and programs that do what a person could. */
	machines: RegExp;
	wants: RegExp;
	otherwise: RegExp;
	parallel: RegExp;
	within: RegExp;
	ends: RegExp;
	/** Sentences that only say that the process begins. */
	begins: RegExp;
	all: RegExp;
	approves: RegExp;
}

const en: WishWords = {
	roles:
		/\b(?:(?!the |a |an |our |this |that |its |my |each |every |by )[a-z]+ (?:department|team|office|desk)|(?:team|project|shift|account|office|sales|store|warehouse|branch|product|line)\s+(?:lead|leader|manager)|managers?|boss|director|ceo|cfo|accountants?|accounting|finance(?:\s+(?:team|department))?|hr|human resources|sales(?:\s?(?:person|people|rep|team|department))?|support(?:\s+team)?|clerk|supervisor|lawyers?|legal(?:\s+team)?|doctor|nurse|receptionist|secretary|technicians?|mechanic|engineer(?:ing)?|(?:warehouse|storehouse)(?:\s+(?:staff|worker))?|driver|courier|customers?|clients?|suppliers?|vendors?|employees?|applicants?|candidates?|teacher|students?|owner|patients?|guests?|tenants?|editor|editors|analyst|coordinator|operator|chef|cook|waiter|dispatcher|staff|colleagues?|committee|board|department|team|person|human|someone|somebody|reviewer|buyer|purchasing|logistics|it department|agent of support|landlord|inspector|officer|partner|assistant manager|administrator|admin)\b/,
	machines: /\b(?:agent|ai|bot|model|assistant|llm|gpt)\b/,
	wants:
		/^(?:please\s+)?(?:(?:i|we)(?:'d| would)? (?:want|need|like)(?: (?:you|it|the system|a process|a workflow|something|an automation|troupe))?(?: (?:to|that|which|where|in which))?(?: automate)?|can you|could you|(?:make|build|create|set up|design|draw) (?:me )?(?:a|an) (?:process|workflow|flow|automation|bot|plan)(?: (?:that|which|to|where|for|in which))?|automate)\b[,:]?\s*/,
	otherwise:
		/^(?:the others|all others|the rest)(?=\s)|(?:^|[,;.]\s*|\s+)(?:and\s+|but\s+)?(?:otherwise|or else|else|if not|if (?:that|this|it) is not the case|in (?:all )?other cases|in any other case)\b[,:]?\s*/,
	parallel: /,?\s*\b(?:in parallel|at the same time|simultaneously|concurrently|both at once|side by side)\b,?\s*/,
	within:
		/,?\s*\b(?:(?:within|in at most|no later than|in less than|by no later than)\s+|in\s+(?=(?:\d{1,4}|[a-z]{1,6})\s+(?:(?:business|working|calendar|work)\s+)?(?:minute|hour|day|week|month)s?\b))/,
	ends: /^(?:(?:the|this|our) )?(?:(?:process(?: instance)?|procedure|workflow|case|flow|it)\s+)?(?:(?:then )?(?:ends?|finish(?:es)?|stops?|terminates?)|is (?:finished|ended|completed|closed|over|done|terminated))\b(?:\s+(?:there|here|the (?:process(?: instance)?|workflow|flow|case)))?[.!]?$/,
	begins:
		/(?:process(?: instance)?|instance|workflow)\s+(?:is|gets)\s+(?:created|started|initiated)|^(?:the\s+)?(?:process|workflow)\s+(?:starts|begins)/,
	all: /^(?:all(?: of (?:this|it|that|them))?|everything|both|these|all (?:these )?(?:steps|things)|(?:this|that|these|it) (?:happens?|is done|are done|all happens?))\s*$/,
	approves: /\b(?:approv\w*|authoriz\w*|authoris\w*|sign(?:s|ed)? off|green light)\b/,
};

const pt: WishWords = {
	roles:
		/(?<![\p{L}])(?:gerentes?|gerência|chefes?|chefia|patr(?:ão|oa)|dire(?:c?tor(?:a|ia|es|as)?|c?ção)|financeiro|contador(?:a)?|contabilista|contabilidade|tesour(?:aria|eir[oa])|administrativ[oa]|rh|recursos humanos|vendas|vendedor(?:a|es)?|comercial|suporte|atendentes?|supervisor(?:a)?|jurídico|advogad[oa]|médic[oa]|enfermeir[oa]|rece(?:p?cionista|p?ção)|secret[áa]ri[oa]|telefonista|encarregad[oa]|técnic[oa]s?|mecânic[oa]|engenheir[oa]|engenharia|ti|gestor(?:a|es)?|estoque|estoquista|almoxarifado|armazém|motorista|entregador|estafeta|clientes?|fornecedor(?:a|es)?|funcionári[oa]s?|colaborador(?:a|es)?|candidat[oa]s?|utentes?|formand[oa]s?|pacientes?|professor(?:a)?|alun[oa]s?|don[oa]|sóci[oa]|equip[ea](?:\s+(?:de|do|da)\s+[\p{L}]+)?|time(?:\s+(?:de|do|da)\s+[\p{L}]+)?|analistas?|coordenador(?:a|ação)?|compras|comprador(?:a)?|logística|sec?tor\s+(?:de|do|da)\s+[\p{L}]+|departamento\s+(?:de|do|da)\s+[\p{L}]+|inquilin[oa]|editor(?:a)?|cozinheir[oa]|cozinha|garçom|operador(?:a)?|proprietári[oa]|morador(?:a)?|síndic[oa]|responsável|pessoa|humano|alguém|comitê|inspetor(?:a)?|solicitante|hóspede|corretor(?:a)?|administrador(?:a)?|líder)(?![\p{L}])/u,
	machines: /(?<![\p{L}])(?:agente|ia|robô|bot|assistente|modelo|gpt)(?![\p{L}])/u,
	wants:
		/^(?:por favor,?\s+)?(?:(?:eu )?(?:quero|queria|gostaria(?: de)?|gostava(?: de)?|pretendo|preciso(?: de)?|precisava(?: de)?)(?: (?:um|uma) (?:processo|fluxo|automação|robô|plano|sistema))?(?: (?:que|para|pra|onde))?(?: automatizar)?|(?:nós )?(?:queremos|precisamos(?: de)?|gostaríamos(?: de)?|gostávamos(?: de)?|pretendemos)(?: que)?|você pode|(?:faça|crie|monte|desenhe|construa) (?:um|uma) (?:processo|fluxo|automação|robô|plano)(?: (?:que|para|pra|onde|de))?|automatizar|automatize)(?![\p{L}])[,:]?\s*/u,
	otherwise:
		/^(?:os demais|as demais|os outros|as outras)(?=\s)|(?:^|[,;.]\s*|\s+)(?:e\s+|mas\s+)?(?:senão|se não(?=\s*[,:])|caso contrário|do contrário|nos (?:demais|outros) casos|em (?:qualquer )?outro caso)(?![\p{L}])[,:]?\s*/u,
	parallel: /,?\s*(?<![\p{L}])(?:em paralelo|ao mesmo tempo|simultaneamente|paralelamente)(?![\p{L}]),?\s*/u,
	within:
		/,?\s*(?<![\p{L}])(?:(?:em até|dentro de|no prazo de|no espaço de|no máximo em|em no máximo)\s+|em\s+(?=(?:\d{1,4}|[a-zê]{1,6})\s+(?:minuto|hora|dia|semana|mês|mese)s?(?!\p{L})))/u,
	ends: /^(?:(?:o|e o) )?(?:(?:processo|procedimento|fluxo|caso)\s+)?(?:(?:se )?(?:encerra|termina|acaba|finaliza|é (?:encerrado|finalizado|concluído|terminado))|encerrar|terminar|encerre|termine|fim)(?:-se)?(?:\s+(?:aqui|ali|aí|o (?:processo|fluxo|caso)))?[.!]?$/u,
	begins: /(?:processo|instância|fluxo)\s+(?:é|foi)\s+(?:criad|iniciad)|^(?:o\s+)?(?:processo|fluxo)\s+(?:começa|inicia)/u,
	all: /^(?:tudo(?: isso| isto)?|ambos|todas? (?:as|os)? ?(?:etapas|passos)?|isso tudo)\s*$/,
	approves: /(?<![\p{L}])(?:aprov\p{L}*|autoriz\p{L}*|dá o ok|dar o ok|sinal verde)(?![\p{L}])/u,
};

export const wishWords: Record<Language, WishWords> = { en, pt };
