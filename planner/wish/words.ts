import type { Language } from '../../core/base/text/languages';

/** Words of process descriptions. Expressions are matched in lower case, at the start of a word. */
export interface WishWords {
	/** Verbs by what usually does them: a model, a program or a person. In their base form. */
	verbs: Record<'agent' | 'node' | 'human', string>;
	/** Forms that the rules do not make: form to base. */
	irregular: Record<string, string>;
	/** Words after which a noun follows, not a verb. */
	beforeNouns: RegExp;
	/** Words after which a verb follows. */
	beforeVerbs: RegExp;
	/** Words between which and a participle nothing but adverbs is: `is checked`. */
	passive: RegExp;
	by: RegExp;
	roles: RegExp;
	machines: RegExp;
	/** Words that begin a sentence without a meaning for the process. */
	leads: RegExp;
	wants: RegExp;
	otherwise: RegExp;
	condition: RegExp;
	unless: RegExp;
	thenWord: RegExp;
	parallel: RegExp;
	meanwhile: RegExp;
	until: RegExp;
	each: RegExp;
	wait: RegExp;
	after: RegExp;
	within: RegExp;
	when: RegExp;
	ends: RegExp;
	optional: RegExp;
	joins: RegExp;
	approves: RegExp;
	/** Sentences that only say that the process begins. */
	begins: RegExp;
	/** Refers to one of two alternatives of the step before: `in the former case`. */
	caseOf: RegExp;
	/** Refers to the branch before: `in this case`. */
	thisCase: RegExp;
	/** Asks whether something holds, so that `if` after it is not a condition: `check if a room is free`. */
	asks: RegExp;
	yes: RegExp;
	no: RegExp;
	all: RegExp;
	/** Forbids the verb after it. */
	never: RegExp;
	/** Begins what is done on every way: `finally`, `in any case`. */
	always: RegExp;
	/** Subjects that stand for the doer before. */
	pronouns: RegExp;
	programs: RegExp;
}

const en: WishWords = {
	verbs: {
		agent:
			'classify categorize categorise summarize summarise draft write answer reply respond extract translate analyze analyse evaluate assess prioritize compare ' +
			'predict guess suggest recommend interpret rewrite score transcribe research read detect identify describe qualify propose triage rank rate check verify validate find personalize',
		node:
			'send email notify inform post publish save store record register update create add upload download log sync copy move export import forward archive ' +
			'fetch search query retrieve enter insert book schedule charge invoice pay transfer refund issue generate remind message attach calculate convert delete ' +
			'remove open close assign tag print look get put make set bill credit cancel route request warn tell escalate share list count collect return reserve ' +
			'back-order submit append mark enrich acknowledge reject accept report block release compute merge match submit activate deactivate provide order produce file give ask alert thank',
		human:
			'approve review sign decide inspect call phone visit pack ship deliver repair install meet interview negotiate confirm discuss examine test assemble ' +
			'pick prepare buy cook clean train hire authorize authorise choose select correct fix handle process complete perform conduct carry measure weigh wash load unload contact ' +
			'resolve investigate treat transport build design plan edit fill take bring receive hand welcome compile determine settle serve present cut bake mount place revise deal work ' +
			'clear supervise monitor maintain dispatch scan finish manufacture offer invite wait go enter leave open',
	},
	irregular: {
		...{
			sent: 'send',
			wrote: 'write',
			written: 'write',
			paid: 'pay',
			made: 'make',
			met: 'meet',
			bought: 'buy',
			found: 'find',
			told: 'tell',
			gave: 'give',
		},
		...{
			given: 'give',
			took: 'take',
			taken: 'take',
			chosen: 'choose',
			built: 'build',
			brought: 'bring',
			held: 'hold',
			done: 'do',
			put: 'put',
			set: 'set',
		},
	},
	beforeNouns:
		/^(?:the|a|an|this|that|these|those|its|his|her|their|our|my|your|of|in|on|for|with|by|from|at|as|per|via|new|incoming|open|all|each|every|any|some|no|first|last|next|second|final|same|about|into|onto|without|between|after|before|whose|unpaid|late|large|urgent|another|other|more|one|two|three|purchase|sales|customer|support|phone|pull|bug)$/,
	beforeVerbs:
		/^(?:to|must|should|shall|will|would|can|could|may|might|please|then|we|i|they|you|not|and|also|it|he|she|who|which|automatically|manually|always|does|do|let|someone|somebody)$/,
	passive: /^(?:is|are|was|were|be|been|being|gets|get|got|has|have)$/,
	by: /\bby\s+((?:the\s+|an?\s+|our\s+)?[\p{L}][\p{L}' -]{1,40})/u,
	roles:
		/\b(?:(?!the |a |an |our |this |that |its |my |each |every |by )[a-z]+ (?:department|team|office|desk)|(?:team|project|shift|account|office|sales|store|warehouse|branch|product|line)\s+(?:lead|leader|manager)|managers?|boss|director|ceo|cfo|accountants?|accounting|finance(?:\s+(?:team|department))?|hr|human resources|sales(?:\s?(?:person|people|rep|team|department))?|support(?:\s+team)?|clerk|supervisor|lawyers?|legal(?:\s+team)?|doctor|nurse|receptionist|secretary|technicians?|mechanic|engineer(?:ing)?|(?:warehouse|storehouse)(?:\s+(?:staff|worker))?|driver|courier|customers?|clients?|suppliers?|vendors?|employees?|applicants?|candidates?|teacher|students?|owner|patients?|guests?|tenants?|editor|editors|analyst|coordinator|operator|chef|cook|waiter|dispatcher|staff|colleagues?|committee|board|department|team|person|human|someone|somebody|reviewer|buyer|purchasing|logistics|it department|agent of support|landlord|inspector|officer|partner|assistant manager|administrator|admin)\b/,
	machines: /\b(?:agent|ai|bot|model|assistant|llm|gpt)\b/,
	leads:
		/^(?:(?:and\s+)?(?:then|next|after (?:that|this|which)|afterwards|finally|lastly|first(?:ly)?|second(?:ly)?|third(?:ly)?|subsequently|once (?:this|that) is done|in the end|to (?:begin|start) with|later|so|also|now|in addition|additionally|step \d{1,2})\b[,:]?\s*)+/,
	wants:
		/^(?:please\s+)?(?:(?:i|we)(?:'d| would)? (?:want|need|like)(?: (?:you|it|the system|a process|a workflow|something|an automation|troupe))?(?: (?:to|that|which|where|in which))?(?: automate)?|can you|could you|(?:make|build|create|set up|design|draw) (?:me )?(?:a|an) (?:process|workflow|flow|automation|bot|plan)(?: (?:that|which|to|where|for|in which))?|automate)\b[,:]?\s*/,
	otherwise:
		/^(?:the others|all others|the rest)(?=\s)|(?:^|[,;.]\s*|\s+)(?:and\s+|but\s+)?(?:otherwise|or else|else|if not|if (?:that|this|it) is not the case|in (?:all )?other cases|in any other case)\b[,:]?\s*/,
	condition: /^(?:and\s+|but\s+|only\s+|even\s+)?(?:if|in case(?: of)?|in the case (?:of|that)|should|provided(?: that)?|as long as)\b\s*/,
	unless: /^unless\b\s*/,
	thenWord: /\s*(?:,|\s)\s*then\b,?\s*|,\s+|\s*:\s+/,
	parallel: /,?\s*\b(?:in parallel|at the same time|simultaneously|concurrently|both at once|side by side)\b,?\s*/,
	meanwhile: /^(?:meanwhile|in the meantime|at the same time|in parallel|simultaneously|concurrently)\b,?\s*/,
	until: /\s+(?:until|till)\s+/,
	each: /^for (?:each|every|all)(?: of)?(?: the)?\s+/,
	wait: /^(?:(?:we|i|they|it|the (?:process|system)) )?(?:then )?waits?\b\s*(?:for|until|till|on)?\s*/,
	after: /^(?:after|once|as soon as)\s+/,
	within:
		/,?\s*\b(?:(?:within|in at most|no later than|in less than|by no later than)\s+|in\s+(?=(?:\d{1,4}|[a-z]{1,6})\s+(?:(?:business|working|calendar|work)\s+)?(?:minute|hour|day|week|month)s?\b))/,
	when: /^(?:when|whenever|once|as soon as|every time|each time|upon|on)\b\s*/,
	ends: /^(?:(?:the|this|our) )?(?:(?:process(?: instance)?|procedure|workflow|case|flow|it)\s+)?(?:(?:then )?(?:ends?|finish(?:es)?|stops?|terminates?)|is (?:finished|ended|completed|closed|over|done|terminated))\b(?:\s+(?:there|here|the (?:process(?: instance)?|workflow|flow|case)))?[.!]?$/,
	optional:
		/^(?:optionally|if (?:needed|necessary|required|desired|possible|applicable)|when (?:needed|necessary))\b,?\s*|,?\s*\b(?:if (?:needed|necessary|required|desired|applicable)|optionally)$/,
	joins:
		/(\s*;\s*(?:and\s+)?(?:then\s+)?|\s*,\s*(?:and\s+)?then\s+|\s*,\s*and\s+|\s+and\s+(?:then|also|finally|afterwards)\s+|\s+then\s+|\s*,\s*|\s+and\s+|\s+before\s+)/,
	begins:
		/(?:process(?: instance)?|instance|workflow)\s+(?:is|gets)\s+(?:created|started|initiated)|^(?:the\s+)?(?:process|workflow)\s+(?:starts|begins)/,
	asks: /\b(?:checks?|verif(?:y|ies)|validates?|asks?|determines?|examines?|decides?|sees?|tests?|confirms?|inspects?|find(?:s)? out|evaluates?|assess(?:es)?|look(?:s)? up|knows?|ensures?)(?:\s+(?!and\b|or\b)[^\s,]+){0,4}$/,
	yes: /^(?:yes|so|it is|that is (?:so|the case|true)|this is the case|positive|true)$/,
	no: /^(?:no|not|negative|false)$/,
	all: /^(?:all(?: of (?:this|it|that|them))?|everything|both|these|all (?:these )?(?:steps|things)|(?:this|that|these|it) (?:happens?|is done|are done|all happens?))\s*$/,
	caseOf: /^in the (?:(former|first)|latter|second)(?: case)?,?\s+/,
	thisCase: /^in (?:this|that|such a|such) case,?\s+/,
	always:
		/^(?:and\s+)?(?:finally|lastly|in the end|at the end|in (?:any|either|each|both|all) (?:cases?|events?)|either way|regardless|anyway|always)\b/,
	never: /^(?:nobody|no one|none|nothing)\b.*$|\b(?:never|do not|don't|must not|may not|does not|doesn't|should not|cannot|not)\s*$/,
	pronouns: /^(?:it|they|he|she|we|you|i|who|which|that|and|also|then)?$/,
	programs: /\b(?:system|process|workflow|program|software|website|app|server|robot|order|invoice|request|email|message)s?\b/,
	approves: /\b(?:approv\w*|authoriz\w*|authoris\w*|sign(?:s|ed)? off|green light)\b/,
};

const pt: WishWords = {
	verbs: {
		agent:
			'classificar categorizar resumir redigir escrever responder extrair traduzir analisar avaliar priorizar comparar sugerir recomendar interpretar pontuar transcrever ' +
			'adivinhar prever pesquisar ler detectar detetar averiguar identificar descrever qualificar propor triar verificar validar checar encontrar personalizar conferir',
		node:
			'enviar mandar notificar informar avisar postar publicar salvar guardar gravar registrar atualizar criar adicionar subir baixar sincronizar copiar mover exportar ' +
			'importar encaminhar arquivar buscar consultar registar inserir lançar agendar cobrar faturar pagar transferir reembolsar emitir gerar lembrar anexar calcular converter excluir ' +
			'remover abrir fechar atribuir marcar imprimir cancelar rotear solicitar escalar compartilhar listar contar coletar devolver reservar cadastrar acrescentar enriquecer recusar ' +
			'rejeitar aceitar facturar actualizar submeter remeter reencaminhar apagar eliminar descarregar creditar debitar liquidar bloquear liberar casar ativar desativar alertar comunicar pedir colocar obter puxar disparar perguntar agradecer estornar oferecer entrar',
		human:
			'aprovar revisar assinar decidir inspecionar ligar telefonar visitar embalar despachar entregar consertar instalar reunir entrevistar negociar confirmar discutir examinar testar ' +
			'montar separar preparar comprar cozinhar limpar treinar contratar autorizar escolher selecionar corrigir tratar processar completar realizar medir pesar lavar carregar contatar contactar planear ' +
			'resolver investigar atender transportar construir planejar editar preencher levar trazer receber acompanhar fazer executar definir servir apresentar cortar assar retirar recolher ' +
			'convidar rever seleccionar inspeccionar telefonar levantar expedir orçamentar assegurar aguardar esperar voltar retornar encerrar finalizar monitorar manter orçar digitalizar concluir verificar dar colher produzir',
	},
	irregular: {
		...{
			faz: 'fazer',
			faça: 'fazer',
			fazem: 'fazer',
			feito: 'fazer',
			feita: 'fazer',
			peça: 'pedir',
			pede: 'pedir',
			pedem: 'pedir',
			confere: 'conferir',
		},
		...{
			confira: 'conferir',
			insere: 'inserir',
			insira: 'inserir',
			transfere: 'transferir',
			transfira: 'transferir',
			traz: 'trazer',
			traga: 'trazer',
			lê: 'ler',
		},
		...{
			leia: 'ler',
			dá: 'dar',
			dê: 'dar',
			põe: 'pôr',
			escrito: 'escrever',
			escrita: 'escrever',
			corrija: 'corrigir',
			propõe: 'propor',
			sugere: 'sugerir',
		},
		...{
			sugira: 'sugerir',
			extrai: 'extrair',
			extraia: 'extrair',
			mantém: 'manter',
			obtém: 'obter',
			sobe: 'subir',
			pago: 'pagar',
			paga: 'pagar',
			aberto: 'abrir',
		},
		...{
			conferem: 'conferir',
			redige: 'redigir',
			redija: 'redigir',
			aceito: 'aceitar',
			entregue: 'entregar',
			dirige: 'dirigir',
			pesquise: 'pesquisar',
			revê: 'rever',
			reveem: 'rever',
			reveja: 'rever',
			expeça: 'expedir',
			recolha: 'recolher',
		},
	},
	beforeNouns:
		/^(?:o|a|os|as|um|uma|uns|umas|este|esta|esse|essa|aquele|seu|sua|seus|suas|meu|minha|nosso|nossa|do|da|dos|das|de|no|na|nos|nas|em|ao|aos|à|às|com|por|pelo|pela|para|pra|cada|todo|toda|todos|todas|novo|nova|novos|novas|qualquer|algum|alguma|nenhum|primeiro|primeira|último|última|próximo|outro|outra|mais|sem|entre|sobre|até|dois|duas|três|que)$/,
	beforeVerbs:
		/^(?:para|pra|deve|devem|precisa|precisam|pode|podem|vai|vão|quero|queremos|favor|então|se|não|e|também|depois|ele|ela|eles|elas|eu|a gente|gente|nós|que|quem|alguém|automaticamente)$/,
	passive: /^(?:é|são|foi|foram|fosse|fossem|ser|será|serão|seja|sejam|está|estão|sendo)$/,
	by: /\bpel[oa]s?\s+([\p{L}][\p{L}' -]{1,40})/u,
	roles:
		/(?<![\p{L}])(?:gerentes?|gerência|chefes?|chefia|patr(?:ão|oa)|dire(?:c?tor(?:a|ia|es|as)?|c?ção)|financeiro|contador(?:a)?|contabilista|contabilidade|tesour(?:aria|eir[oa])|administrativ[oa]|rh|recursos humanos|vendas|vendedor(?:a|es)?|comercial|suporte|atendentes?|supervisor(?:a)?|jurídico|advogad[oa]|médic[oa]|enfermeir[oa]|rece(?:p?cionista|p?ção)|secret[áa]ri[oa]|telefonista|encarregad[oa]|técnic[oa]s?|mecânic[oa]|engenheir[oa]|engenharia|ti|gestor(?:a|es)?|estoque|estoquista|almoxarifado|armazém|motorista|entregador|estafeta|clientes?|fornecedor(?:a|es)?|funcionári[oa]s?|colaborador(?:a|es)?|candidat[oa]s?|utentes?|formand[oa]s?|pacientes?|professor(?:a)?|alun[oa]s?|don[oa]|sóci[oa]|equip[ea](?:\s+(?:de|do|da)\s+[\p{L}]+)?|time(?:\s+(?:de|do|da)\s+[\p{L}]+)?|analistas?|coordenador(?:a|ação)?|compras|comprador(?:a)?|logística|sec?tor\s+(?:de|do|da)\s+[\p{L}]+|departamento\s+(?:de|do|da)\s+[\p{L}]+|inquilin[oa]|editor(?:a)?|cozinheir[oa]|cozinha|garçom|operador(?:a)?|proprietári[oa]|morador(?:a)?|síndic[oa]|responsável|pessoa|humano|alguém|comitê|inspetor(?:a)?|solicitante|hóspede|corretor(?:a)?|administrador(?:a)?|líder)(?![\p{L}])/u,
	machines: /(?<![\p{L}])(?:agente|ia|robô|bot|assistente|modelo|gpt)(?![\p{L}])/u,
	leads:
		/^(?:(?:e\s+)?(?:então|em seguida|de seguida|seguidamente|a seguir|depois(?: (?:disso|disto))?(?!\s+(?:de|que))|após isso|por fim|por último|finalmente|primeiro|primeiramente|segundo|terceiro|posteriormente|no final|ao final|para começar|mais tarde|também|além disso|aí|daí|agora|passo \d{1,2})(?![\p{L}])[,:]?\s*)+/u,
	wants:
		/^(?:por favor,?\s+)?(?:(?:eu )?(?:quero|queria|gostaria(?: de)?|gostava(?: de)?|pretendo|preciso(?: de)?|precisava(?: de)?)(?: (?:um|uma) (?:processo|fluxo|automação|robô|plano|sistema))?(?: (?:que|para|pra|onde))?(?: automatizar)?|(?:nós )?(?:queremos|precisamos(?: de)?|gostaríamos(?: de)?|gostávamos(?: de)?|pretendemos)(?: que)?|você pode|(?:faça|crie|monte|desenhe|construa) (?:um|uma) (?:processo|fluxo|automação|robô|plano)(?: (?:que|para|pra|onde|de))?|automatizar|automatize)(?![\p{L}])[,:]?\s*/u,
	otherwise:
		/^(?:os demais|as demais|os outros|as outras)(?=\s)|(?:^|[,;.]\s*|\s+)(?:e\s+|mas\s+)?(?:senão|se não(?=\s*[,:])|caso contrário|do contrário|nos (?:demais|outros) casos|em (?:qualquer )?outro caso)(?![\p{L}])[,:]?\s*/u,
	condition: /^(?:e\s+|mas\s+|só\s+|somente\s+)?(?:se|caso|no caso de|em caso de|desde que)(?![\p{L}])\s*/u,
	unless: /^(?:a menos que|a não ser que|exceto se|salvo se)(?![\p{L}])\s*/u,
	thenWord: /\s*(?:,|\s)\s*então(?![\p{L}]),?\s*|,\s+|\s*:\s+/u,
	parallel: /,?\s*(?<![\p{L}])(?:em paralelo|ao mesmo tempo|simultaneamente|paralelamente)(?![\p{L}]),?\s*/u,
	meanwhile: /^(?:enquanto isso|nesse meio tempo|ao mesmo tempo|em paralelo|simultaneamente|paralelamente)(?![\p{L}]),?\s*/u,
	until: /(?<!\sem)\s+até(?:\s+que)?\s+/,
	each: /^para (?:cada|todos? os?|todas? as?)(?: um[a]? (?:dos|das))?\s+/,
	wait: /^(?:(?:o (?:processo|sistema)|a gente|nós|eu) )?(?:aguard(?:a|ar|e|am|amos|o)|esper(?:a|ar|e|am|amos|o))(?![\p{L}])\s*(?:por|pel[oa]|até(?: que)?)?\s*/u,
	after: /^(?:após|depois (?:de|que|da|do)|passad[oa]s|assim que)(?![\p{L}])\s*/u,
	within:
		/,?\s*(?<![\p{L}])(?:(?:em até|dentro de|no prazo de|no espaço de|no máximo em|em no máximo)\s+|em\s+(?=(?:\d{1,4}|[a-zê]{1,6})\s+(?:minuto|hora|dia|semana|mês|mese)s?(?!\p{L})))/u,
	when: /^(?:quando|sempre que|assim que|toda(?: a)? vez que|todas as vezes que|cada vez que|logo que|ao)(?![\p{L}])\s*/u,
	ends: /^(?:(?:o|e o) )?(?:(?:processo|procedimento|fluxo|caso)\s+)?(?:(?:se )?(?:encerra|termina|acaba|finaliza|é (?:encerrado|finalizado|concluído|terminado))|encerrar|terminar|encerre|termine|fim)(?:-se)?(?:\s+(?:aqui|ali|aí|o (?:processo|fluxo|caso)))?[.!]?$/u,
	optional:
		/^(?:opcionalmente|se (?:necessário|preciso|possível|desejado|for o caso|for preciso))(?![\p{L}]),?\s*|,?\s*(?<![\p{L}])(?:se (?:necessário|preciso|desejado|for o caso|for preciso)|opcionalmente)$/u,
	joins:
		/(\s*;\s*(?:e\s+)?(?:depois\s+)?|\s*,\s*(?:e\s+)?(?:depois|então|em seguida)\s+|\s*,\s*e\s+|\s+e\s+(?:depois|então|em seguida|também|por fim)\s+|\s+e depois\s+|\s*,\s*|\s+e\s+|\s+antes de\s+)/u,
	begins: /(?:processo|instância|fluxo)\s+(?:é|foi)\s+(?:criad|iniciad)|^(?:o\s+)?(?:processo|fluxo)\s+(?:começa|inicia)/u,
	asks: /(?<![\p{L}])(?:verific|chec|confer|confir|valid|pergunt|analis|avali|consult|decid|test|confirm|determin|examin|inspecion|ve(?:r|ja|r))\p{L}*(?:\s+(?!e\s|ou\s)[^\s,]+){0,4}$/u,
	yes: /^(?:sim|positivo|verdade|for o caso|isso for verdade|estiver tudo certo|tudo certo)$/,
	no: /^(?:não|negativo|falso)$/,
	all: /^(?:tudo(?: isso| isto)?|ambos|todas? (?:as|os)? ?(?:etapas|passos)?|isso tudo)\s*$/,
	caseOf: /^no (?:(primeiro)|segundo|último) caso,?\s+/u,
	thisCase: /^(?:nesse|neste|em tal|nessa|nesta) (?:caso|situação),?\s+/u,
	always:
		/^(?:e\s+)?(?:por fim|por último|finalmente|no final|ao final|no fim|em (?:qualquer|todo|cada|ambos os|todos os) casos?|de (?:qualquer|toda) (?:forma|maneira|modo)|sempre)(?![\p{L}])/u,
	never: /^(?:ninguém|nenhum\p{L}*|nada)(?![\p{L}]).*$|(?<![\p{L}])(?:nunca|jamais|não(?: (?:pode|deve|podem|devem))?)\s*(?:se\s*)?$/u,
	pronouns: /^(?:ele|ela|eles|elas|nós|você|eu|que|quem|e|também|então|a gente|se)?$/u,
	programs:
		/(?<![\p{L}])(?:sistema|processo|fluxo|programa|software|site|aplicativo|servidor|pedido|fatura|solicitação|mensagem|email)s?(?![\p{L}])/u,
	approves: /(?<![\p{L}])(?:aprov\p{L}*|autoriz\p{L}*|dá o ok|dar o ok|sinal verde)(?![\p{L}])/u,
};

export const wishWords: Record<Language, WishWords> = { en, pt };
