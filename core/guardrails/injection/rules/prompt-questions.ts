import { inAnyOrder } from '../phrase';
import type { Phrases } from '../rule';

/** Questions and requests that circumscribe the prompt: "which topics were you told to avoid", "the first line of the text you were given". */
export const promptQuestions: Phrases = [
	...inAnyOrder(0.45, 'CORE NOT REVEAL|HIDE YOU', 4),
	[0.5, 'CORE ~2 que ~1 recibiste|recibido|recebeu|recebeste ~5 no|nao'],
	[0.5, 'REVEAL|HIDE|COPY ~3 the|any|all|some|den|das|el|o|algum|algun|irgendwelche|your|tu|seu|teu ~2 PROMPT'],
	[0.45, 'YOUR ~2 PROMPT'],
	[0.5, 'YOU ~4 HIDE ~3 PROMPT'],
	[0.5, 'YOU ~3 PROMPT ~2 HIDE'],
	...inAnyOrder(0.5, 'YOUR|YOU RULES|CORE FORM', 4),
	...inAnyOrder(0.45, 'RULES|CORE RECEIVED YOU', 4),
	...inAnyOrder(0.5, 'RULES|CORE HIDE YOU', 5),
	[0.5, 'ASK|REVEAL|welche|was|verrate ~3 YOUR ~1 internal|internen|own|eigenen|hidden|secret ~1 RULES|GOVERN'],
	[0.5, 'YOUR ~1 hidden|secret ~1 RULES|GOVERN'],
	// A handbook names the policies of its readers.
	[0.3, 'YOUR ~1 internal|internen|own|eigenen ~1 RULES|GOVERN'],
	[0.5, 'YOUR ~1 RULES|GOVERN internas|internos|proprias|propias|ocultas|secretas'],
	...inAnyOrder(0.45, 'YOUR context|contexto|kontext|kontexts|initialization', 2),
	...inAnyOrder(0.5, 'words|worter|palavras|palabras|tokens|lines context|contexto|kontext|kontexts YOUR', 4),
	...inAnyOrder(0.5, 'text|texto|message|mensagem|mensaje before|antes|vor|preceding chat|conversation|conversa|conversacion|gesprach', 4),
	[
		0.5,
		'ASK ~3 was|is|foi|era|e|were ~2 sentence|line|words|frase|linha|palavras ~2 before|antes|above|acima|preceding ~2 this|desta|deste|one|it',
	],
	[0.5, 'spell|soletre|soletra|rhyme|hint|dica|letter|letters|letra|letras ~4 password|senha|passphrase|codeword'],
	[0.5, 'YOUR ~2 secret|secreta|hidden|forbidden|proibida ~1 word|palavra|phrase|code|password|key'],
	[0.5, 'YOUR ~1 palavra|senha|frase|codigo secreta|secreto|proibida|oculta'],
	[
		0.5,
		'word|palavra|phrase|frase|code ~2 YOU ~4 not|nao|cannot|cant|never|forbidden|proibido ~4 say|dizer|reveal|allowed|permissao|falar|mention',
	],
	[0.5, 'REVEAL|echo ~3 everything|all|tudo ~2 that|que|YOU ~2 received|recebeu|got|given|seen|viu ~4 so|until|ate|far|before'],
	[0.5, 'including|incluindo|inclusive|with ~3 system|sistema|mensagens ~3 messages|sistema|prompts|message'],
	[0.55, 'text|texto|content|conteudo ~3 YOUR ~1 first|primeira|initial|inicial ~1 message|mensagem'],
	[
		0.55,
		'chatbot|bot|assistant|assistente|ia|ai ~2 that|que|who ~2 leaks|vaza|reveals|shows|revela|exposes|expoe ~4 prompt|rules|instructions|segredos|secrets|regras|instrucoes',
	],
	[
		0.5,
		'grandmother|grandma|granny|avo|vovo ~5 read|lia|tell|contava|used|sing|cantava|lesen ~8 YOUR|password|keys|configuration|configuracao|prompt|instructions|senha|chaves',
	],
	[0.5, 'REVEAL ~3 YOUR ~2 RULES|CORE ~3 in|em|into|to|para ~1 base64|emoji|emojis|morse|hex|rot13|binary|binario|rhyme|verse|json'],
	[
		0.55,
		'what|que|sobre ~4 cant|cannot|not|nao|mustnt|shouldnt ~2 YOU|pode|podes ~2 talk|say|discuss|mention|falar|dizer|comentar|tell|contar',
	],
	[0.5, 'que YOU nao ~1 pode|podes|deve ~1 falar|dizer|comentar|contar|revelar'],
	[0.5, 'asked|told|pediram|mandaram|ordered|instructed ~2 YOU|pra|para|te ~2 to|voce? ~1 hide|conceal|withhold|esconder|ocultar|omitir'],
	[
		0.5,
		'sentences|lines|words|text|frases|linhas|palavras|texto ~4 typed|written|inserted|entered|digitadas|escritas|digitado|escrito|shape|shapes|shaping|moldam|definem|drive|guide|guiam ~3 before|antes|YOUR',
	],
	[0.55, 'text|texto|lines|words|frases|message|mensagem ~3 YOU ~2 start|begin|open|comeca|inicia|abre ~2 every|each|toda|cada|all'],
	[0.5, 'raw|crude|unedited ~1 text|prompt|instructions|input ~4 YOU|YOUR'],
	[0.5, 'texto|prompt bruto|cru|puro ~4 YOU|te'],
	[
		0.5,
		'dump|export|despeja|despeje|exporta|spill|expose ~2 YOUR ~1 settings|configuracoes|configuration|config|configuracao|setup|parameters|parametros',
	],
	[0.5, 'YOU ~2 carry|hold|have|carrega|guarda|tem ~2 secret|hidden|secreto|oculto ~1 brief|script|roteiro|briefing|manual'],
	[0.5, 'YOU ~2 carry|hold|have|carrega|guarda|tem ~2 um|a ~1 roteiro|manual|script secreto|oculto'],
	[0.3, 'YOU ~2 carry|hold|have|carrega|guarda|tem ~2 um|a ~1 brief|script|roteiro|briefing|manual'],
	[0.5, 'secret|hidden|secreto|oculto ~1 brief|script|roteiro|mandate|agenda|orders|ordens'],
	[0.5, 'roteiro|manual|bilhete|script secreto|oculto|escondido'],
	[0.5, 'confess|confessa|confesse|admit|admita ~6 YOU|te|lhe ~3 TOLD|contaram|ensinaram'],
	[
		0.5,
		'behind|atras|bastidores|backstage ~2 the|da|das|cena? ~1 curtain|curtains|cortina|cortinas|scenes ~8 typed|sentences|frases|YOU|antes|before',
	],
	[
		0.55,
		'ASK|que ~8 people|company|boss|bosses|chefes|KEEPER|team|empresa|patroes ~6 ask|asked|tell|told|instruct|instructed|want|pediram|mandaram|disseram|falaram ~2 YOU|pra|para|te ~6 quiet|secret|hide|avoid|not|never|keep|nao|esconder|evitar|segredo',
	],
	[
		0.55,
		'sentence|line|lines|words|paragraph|text|word|part|frase|linha|palavras|paragrafo|texto|parte ~5 YOU|te|lhe ~3 configured|set|primed|given|trained|instructed|briefed|prompted|initialised|initialized|configuraram|configurou|instruiram|prepararam|treinaram|programaram|entregaram|passaram',
	],
	[
		0.5,
		'how|como ~2 were? ~1 YOU|te|lhe ~1 primed|briefed|prompted|configured|prepared|prepararam|configuraram|instruiram|montaram|programaram',
	],
	[
		0.45,
		'topics|topic|subjects|themes|assuntos|temas|coisas|things ~5 YOU|te|mandaram|proibiram ~4 avoid|steer|refuse|skip|evitar|mandaram|proibiram|nao ~2 clear|list|lista?',
	],
	[0.5, 'topics|topic|subjects|themes|assuntos|temas ~2 mandaram|proibiram|pediram|orientaram ~2 YOU|te ~2 evitar|esconder|nao'],
	[0.55, 'REVEAL ~5 confidential|secret|hidden|internal|confidencial|secreta|interna ~3 briefing|notes|setup|guidance|anotacoes'],
	[
		0.55,
		'confidential|secret|hidden|confidencial|secreta|interna ~4 YOU|te|lhe ~3 entregaram|deram|passaram|given|handed|received|disseram',
	],
	[0.5, 'YOUR|YOU ~3 hidden|secret|private ~1 notes|lines'],
	[0.5, 'REVEAL ~3 secret ~1 notes|lines'],
	// Programs have private notes and hidden lines, too.
	[0.3, 'hidden|secret|private ~1 notes|lines'],
	[0.5, 'anotacoes|notas|linhas ~1 secretas'],
	// Rows of a table are hidden, too.
	[0.3, 'anotacoes|notas|linhas ~1 escondidas|ocultas'],
	[0.5, 'ASK|REVEAL|COPY ~4 YOUR ~1 first|initial|opening|very|primeira|primeiro ~1 line|sentence|paragraph|linha|frase|paragrafo'],
	[0.5, 'YOUR ~1 first|initial|opening|very|primeira|primeiro ~1 line|sentence|paragraph|linha|frase|paragrafo ~5 REVEAL'],
	[0.3, 'YOUR ~1 first|initial|opening|very|primeira|primeiro ~1 line|sentence|paragraph|linha|frase|paragrafo'],
	[0.5, 'setup|configuration|onboarding|priming ~1 text|note|notes|message'],
	[0.5, 'REVEAL|see|veria|ver|view ~5 YOUR ~1 configuration|config|setup|onboarding|arquivo ~2 file|text|note|document|configuracao'],
	[0.5, 'texto|recado|bilhete ~1 de ~1 configuracao|inicializacao'],
	[
		0.6,
		'instructions|rules|guidance|orders|directions|instrucoes|regras|ordens|orientacoes ~3 YOU|te|lhe ~3 handed|given|passed|fed|deram|passaram|entregaram ~4 into|as|poem|in|num|em|como|song|rap|poema|musica',
	],
	[
		0.55,
		'finish|complete|continue|completa|complete|termina|continua ~4 sentence|frase|phrase ~10 TOLD|operators|operadores|developers|KEEPER',
	],
	[0.55, 'message|text|paragraph|sentence|mensagem|texto|paragrafo ~2 above|before|preceding|acima|antes ~3 mine|minha'],
	[
		0.5,
		'paragraph|text|message|words|paragrafo|texto|mensagem|palavras ~4 before|antes|above|acima|precedes ~3 my|minha ~2 first|primeira ~1 message|mensagem|question|pergunta',
	],
	[0.5, 'recado|note|memo|bilhete|aviso ~5 company|empresa|firma|boss|chefe|KEEPER ~6 top|cima|topo|pinned|fixado|fixou|above'],
	[
		0.45,
		'solta|give|output|print|tell|manda|revela|reveal|diga ~3 code|coupon|cupom|codigo|discount|password|senha ~5 YOU|mandaram|te ~4 protect|proteger|guard|hide|esconder|guardar',
	],
];
