import type { SuspicionWords } from './suspicion-words';

/** Texts are without accents and in lower case. */
const who =
	'(?:colegas?|funcionari[oa]s?|operador(?:a|es)?|trabalhador(?:a|es)?|ajudante|motoristas?|soldador|mecanico|eletricista|pedreiro|tecnico|encarregad[oa]|patrao|chefe|pessoas?|pessoal|gente|alguem|homem|mulher|rapaz|moc[oa]|senhora?|crianca|criancas|bebe|menin[oa]|moleque|marido|esposa|filh[oa]|pai|mae|avo|irmao?|amig[oa]|soci[oa]|cara|el[ea]s?|dois|todo mundo|cliente|vizinh[oa]|eu)';
const body =
	'(?:maos?|bracos?|dedos?|polegar|pernas?|pes?|cabeca|cabelos?|corpo|pulso|rosto|olhos?|pescoco|peito|coxa|barriga|boca|labios?|garganta|lingua|pele|costas|manga|couro cabeludo|unha|costela|joelho|ombro)';
const harm =
	'(?:pres[oa]s?|prend(?:eu|i)|prens(?:ou|ei|ad[oa])|esmag\\w+|amput\\w+|decep\\w+|arrancou|arrancad[oa]|furou|perfur\\w+|atravess\\w+|inchad[oa]|inchando|inchou|rox[oa]s?|dormente|queim(?:ou|ei|ad[oa])|queimando|sangra\\w*|sangue|cort(?:ou|ei)|quebr(?:ou|ei)|fratur\\w+|enrol(?:ou|ada)|enrosc\\w+|pux(?:ou|ada)|espirrou|espirraram|dilacer\\w+|trituro\\w+|fechando|cavaco|acido|soda|cal|oleo quente)';
const close = (one: string, other: string, words = 6) => `${one} (?:\\w+,? ){0,${words}}?${other}`;
const gas =
	'(?:gas|glp|amonia|cloro|acetileno|propano|monoxido|gasolina|combustivel|produto quimico|acido|solvente|botijao|mangueira de gas)';
const place = '(?:loja|galpao|oficina|predio|casa|cozinha|fabrica|deposito|estoque|barracao|quarto|banheiro|empresa|escritorio|padaria)';
const not = '(?:nao|n|nem|mal)(?: (?:ta|esta|to|estou|consegue|consigo|conseguindo|tem|me|se|mais|ele|ela)){0,3}';

const signs = [
	// Accidents: a part of the body, and what is done to it.
	close(body, harm),
	close(harm, body, 4),
	`${body} (?:(?:d[aeo]|d?el[ea]|esta|ta|ficou|ainda|meu|minha) ){0,4}?(?:entre|dentro d[aeo]|(?:em|de)baixo d[aeo]|no meio d[aeo]) (?:os |as |o |a )?(?!massa|loja)\\w+`,
	`(?:meteu|enfiou|colocou|botou|pos) (?:a|o) ${body} (?:n[oa]|dentro|embaixo|debaixo|entre)(?! massa| bolso| volante)`,
	`(?:manga|luva|blusa|roupa|cabelo)(?: \\w+){0,2} (?:enrolou|enroscou|prendeu|foi puxad[oa])`,
	`(?:choque|descarga) (?:\\w+ ){0,3}?(?:forte|n[oa]|d[oa]|220|380)(?: \\w+){0,8} (?:grudad[oa]|dur[oa]|dormente|caiu|apagou|desmaiou|peito|tremendo|queimad[oa])`,
	`${who} (?:\\w+,? ){0,5}?(?:apagou|desabou|esta caid[oa]|ta caid[oa]|embaixo|debaixo|soterrad[oa]|atropelad[oa]|gritando|agonizando|pres[oa])`,
	`(?:tombou|virou|caiu|desabou|despencou|arrebentou|estourou)(?: \\w+,?){0,6} (?:${who} (?:\\w+ ){0,3}?(?:embaixo|debaixo|pres[oa]|ferid[oa]s?|mal)|em cima d[aeo]s? \\w+|acertou (?:\\w+ ){0,3}?${who})`,
	`caiu (?:d[aeo] |la de cima|de cima|n[oa] )(?:\\w+ ){0,3}?(?:escada|andaime|telhado|laje|altura|mezanino|metros|poco|tanque|vala|silo|fosso|elevador|costas|cabeca)`,
	'(?:acidente|acidentou|acidentad[oa])s?|ferid[oa]s?|ferimentos?|machucou|machucad[oa]s?|fratura exposta|muito sangue|mto sangue|sangra(?:r|ndo)|hemorragia|espirr\\w+ sangue|chama(?:r|ndo)? o samu|cade o samu|ambulancia|192 ocupado|193',
	// Health.
	// "Vocês não respondem" is a complaint, and "não responda" is a note under a receipt.
	`(?:el[ea]|${who}) (?:\\w+ ){0,3}?${not} respond(?:e|eu|endo|ia)(?! (?:o|a|os|as|meus?|minhas?|e-?mails?|mensage[mn]s?)\\b)`,
	`${not} (?:reag\\w+|acord\\w+|respir\\w+|mex(?:e|endo)|abre (?:o|os) olhos?|fala(?:r|ndo)?(?: direito)?|sente (?:as|a|os|o) \\w+|sinto (?:as|a|os|o) \\w+|enxerg\\w+|levant(?:a|ar)\\b(?: mais)?)`,
	'desmai\\w+|desacordad\\w*|inconscientes?|convuls\\w+|infart\\w+|enfart\\w+|avc|derrame cerebral|engasg\\w+|sufoc(?:ando|ou)|afog(?:ando|ou)|vomit(?:ando|ou)|espum(?:a|ando) (?:n|p)\\w+ boca|tremendo (?:tod|muit)\\w+|delirando|passando (?:muito )?mal|passou mal agora|muito mal|ta mal|pressao (?:subiu|caiu|19|2\\d)|parada cardiaca|overdose|ficou (?:tod[oa] )?(?:rox[oa]|azul|branc[oa]|palid[oa])',
	'dor(?:es)? (?:\\w+ )?no peito|peito (?:apertad[oa]|doendo)|falta de ar|boca torta|(?:rosto|boca|face) (?:\\w+ ){0,3}?(?:torta?|de (?:um )?lado|paralisad[oa])|fala (?:enrolada|embolada|arrastada)|labios? (?:rox|inchad)\\w+|(?:gente|pessoal|todo mundo|el[ea]|menin[oa]|crianca|filh[oa]|mae|pai) (?:\\w+ ){0,4}?(?:tont[oa]s?|zonz[oa]s?|dor de cabeca)|alergi[ac]\\w* (?:\\w+ ){0,5}?(?:inch|respir|garganta)\\w*|picad[oa] (?:de|por) (?:cobra|escorpiao|aranha|abelhas?)|mord(?:eu|id[oa]) (?:\\w+ ){0,2}?(?:cobra|cachorro)|trabalho de parto|bolsa (?:\\w+ )?(?:estourou|rompeu)|bebe (?:ta |esta )?nascendo',
	'(?:bebeu|bebi|engoliu|engoli|ingeriu|inalou|inalei|respirou|tomou) (?:\\w+ ){0,4}?(?:desengraxante|veneno|chumbinho|soda|acido|cloro|agua sanitaria|gasolina|solvente|thinner|detergente|removedor|produto|pilha|bateria|moeda|alcool|querosene|raticida|fumaca|gas)',
	'intoxica\\w+|envenen\\w+|hipoglicemia|crise (?:de asma|alergica|epiletica|convulsiva)|choque anafilatico|insolacao',
	// Fire, gas, explosion.
	`(?:tem|tao?|esta|comecou|comecando|pegou|pegando|pegar|virou|o|muito|o fogo ta) (?:um )?(?:fogo|incendio|labaredas?|chamas?) (?:aqui|subindo|aumentando|espalhando|se espalhando|alto|n[oa]s?|em|agora|ja|ta|esta)`,
	'(?:fogo|chamas?|labaredas?) (?:\\w+ ){0,3}?(?:subindo|aumentando|espalhando|alastrando|tomando|ja pegou|no teto|n[oa] (?:galpao|loja|cozinha|maquina|telhado|forro|estoque|deposito|fiacao))|incendi(?:ou|ando)|peg(?:ou|ando) fogo|em chamas|queimando tudo|labareda|incendio|apagar o fogo|fogo nao apaga',
	`fumaca (?:\\w+ ){0,3}?(?:preta|saindo|muita|toxica|tomando|tomou|tudo|entrando|dentro)|(?:muita|saindo) fumaca|soltando (?:fumaca|faisca)|faiscando`,
	`cheiro (?:\\w+ ){0,3}?(?:de|a) ${gas}|cheirando (?:a )?gas|(?:vaza(?:ndo|mento)|vazou|escap(?:ando|e)|fuga) (?:\\w+ ){0,2}?${gas}|${gas} (?:\\w+ ){0,3}?(?:vazando|vazou|chiando|escapando)|nuvem (?:\\w+ )?(?:de gas|branca|amarela|toxica)`,
	'explod(?:iu|ir|indo)|explosao|estourou (?:a |o )?(?:caldeira|botijao|compressor|cilindro|bateria|transformador)|des(?:abou|moron\\w+|abamento)|soterrad\\w+|fio (?:\\w+ ){0,3}?(?:caid[oa]|caiu|energizado)|alagand\\w+|ilhad[oa]s?|enchente|agua (?:\\w+ ){0,3}?(?:subindo|invadindo)',
	// Violence.
	`(?:vou|vo|vai|vao|quer|querem|queria|pode|posso|ameacou|ameacando|disse que) (?:\\w+ ){0,4}?(?:te matar|me matar|matar (?:\\w+ )?(?:el[ea]s?|voces?|vcs?|todos?|minha|meu|todo mundo|um|alguem)|me bater|te pegar|te quebrar|meter bala|dar (?:um )?tiro|quebrar a cara)`,
	`(?:met(?:o|er|endo)|dou|dar|lev(?:ou|ar)|tom(?:ou|ar)) (?:uma? |uns |umas )?(?:bala|tiros?|facadas?)|(?:bot|toc|tac|met|coloc|jog)\\w{1,3} fogo (?:n[oa]|em|nes[st]\\w)|sei onde (?:\\w+ ){0,2}?(?:mora|moram|trabalha|estuda)|sei (?:\\w+ ){0,6}?(?:filh[oa]s?|familia|mulher) (?:\\w+ ){0,3}?(?:escola|mora|estuda|sai)|nao volta(?:m)? (?:pra|para) casa|(?:hoje|que|vai|vou) (?:eu |vc |voce |ele )?(?:morro|morre|morrer)(?! de)`,
	`sequestr\\w+|refem|refens|encapuzad\\w+|armad[oa]s? (?:aqui|n[oa]|d[oa]|com|dentro|entr\\w+)|(?:homem|homens|cara|caras|bandidos?|gente|alguem|ladrao|ladroes) (?:\\w+ ){0,3}?armad[oa]s?|esfaque\\w+|balead\\w+|tiroteio|atir(?:ando|ou|aram)|assalt(?:ando|ad[oa]s?|aram|antes?)|roubando (?:aqui|a gente|a loja)|arromb(?:ando|aram)|invad(?:iram|indo) (?:a |o )?${place}|me (?:bateu|agrediu|espancou|trancou|amarrou|segue|seguindo|perseguindo|ameac\\w+|estupr\\w+)|(?:bateu|batendo|espancando|agredindo|ameacando) (?:em |n[oa] |a |o )?(?:mim|${who})|escondid[oa] (?:\\w+ ){0,3}?(?:${place}|mesa|d[ea]l[ea]s?)|com (?:uma? )?(?:faca|arma|revolver|facao|pistola) (?:n[oa] (?:mao|cintura|cabeca|pescoco)|aqui|ameac\\w+|querendo|apontad\\w+)|ameac\\w+ de morte|briga (?:\\w+ ){0,3}?(?:faca|sangue|feia)`,
	// Calls for help.
	'(?:socorro|help|me ajuda|ajuda|urgente|rapido|pelo amor de deus)(?: \\w+,?){0,8} (?:morrendo|sangr\\w+|pres[oa]|fogo|gas|caiu|ferid[oa]|fumaca|faca|arma)|morrendo(?! de)|correndo (?:risco|perigo)|risco de (?:vida|morte)|em perigo|finge que',
];

const despair = [
	'(?:vou|vo|quero|queria|penso em|pensei em|pensando em|vontade de|tentei|tentou|vai|quer) (?:\\w+ ){0,2}?(?:me matar|se matar|morrer|sumir (?:do mundo|de vez|pra sempre)|desaparecer|me jogar|se jogar|pular (?:d[aeo]|dali|daqui)|me enforcar|se enforcar|me cortar|acabar com (?:tudo|a minha vida|minha vida|isso tudo)|por um fim|tirar (?:a )?(?:minha|propria) vida|me ferir|tomar (?:todos|tudo|um monte))(?! de (?:rir|vontade|fome))',
	'(?:vai|vou|quer|dizendo que vai) pular|subiu n[oa] (?:telhado|laje|ponte|torre|caixa|predio)(?: \\w+){0,8} (?:pular|jogar|descer)|melhor (?:\\w+ ){0,3}?(?:morrer|morto|morta|morrido|partir dessa|partir|sumir|sem mim|nao ter nascido)|sem mim (?:\\w+ ){0,3}?melhor|partir dessa|nao (?:vou|vo|vamos) estar (?:mais )?(?:aqui|vivo|viva)|se eu (?:\\w+ )?(?:desaparecer|sumir|morrer|morresse|sumisse)|(?:meu|e um|ultimo) adeus|(?:me|se) despedindo|carta de despedida|(?:nao|n) (?:\\w+ )?(?:vejo|tem|faz|acho|ha) (?:mais )?(?:sentido|motivo|razao|saida)(?! (?:pagar|comprar|pedir|esse|essa))|(?:nao|n) (?:quero|aguento|consigo) (?:mais )?(?:viver|acordar|existir|essa vida|a vida|minha vida|continuar (?:viv|assim)\\w*)|cansei (?:de viver|da vida|de existir|de tudo)|cansad[oa] (?:de viver|da vida|demais (?:d|p)\\w+ (?:tudo|vida))|desistir (?:da vida|de viver|de mim)|ninguem (?:\\w+ ){0,2}?(?:sentir(?:ia)? (?:minha )?falta|perceber|notar|vai chorar)|suicid(?:io|a|ar|ou|ando)|autolesao|me cort(?:o|ei|ando)|(?:tom(?:ei|ou)|engoli(?:u)?) (?:\\w+ ){0,4}?(?:remedios?|comprimidos?|cartelas?)|comprimidos? (?:\\w+ ){0,3}?(?:na mao|na minha frente|aqui na)|corda (?:\\w+ ){0,4}?(?:pronta|amarrada|no teto|na viga)|perdi a vontade de viver',
];

const harmless = [
	'(?:semana|mes|ano) (?:passad[oa]|retrasad[oa])|anos? atras|em (?:19|20)\\d\\d|ano retrasado|ja (?:esta|ta) (?:bem|otim[oa]|melhor)|quase (?:caiu|perdi|morri|infart\\w+)|faz (?:anos|meses|semanas)',
	'(?:orcamento|orcar|cotar|cotacao|quanto (?:custa|fica|e|sai)|qual (?:o |a )?(?:preco|valor|prazo|modelo|referencia)|vcs? vendem|voces vendem|vendem|comprar|compra|queremos (?:ver|comprar|revender)|quero (?:ver|comprar)|promocao|promo|desconto|seguro contra|certificado|laudo|catalogo|apolice|juridico|contrato|clausula|seguradora|curso|treinamento|palestra|norma|nr ?12|avcb|placa|plano de emergencia|alarme \\d+|alarme de|detector|extintor que|kit de primeiros|zero acidentes|vista explodida|desenho)',
	'(?:evitar|prevenir|proteger|protecao contra|prevencao|antes que|pra apagar|para apagar|o que acontece se|se (?:o|a|um|uma|alguem|algum|houver|tiver|acontecer) (?:\\w+ ){0,3}?(?:enfiar|tiver|colocar|puser|pegar|cair|houver|acontecer|ficar))',
	'botao de emergencia|saida de emergencia|parada de emergencia|de tanto (?:trabalho|rir)|alarme falso|simulado|simulacao|filme|serie|novela|jogo',
	'(?:cilindro|gaxeta|vedacao|retentor|mangote) (?:\\w+ ){0,3}?sangra\\w*|sangr\\w+ (?:oleo|o freio|o ar)|explodiu (?:em|de|n[oa]s?) (?:vendas?|pedidos?|redes?)|vai me matar se|matar uma curiosidade|mata a fome',
];

const jokes = [
	'k+|(?:rs){2,}|(?:ha){2,}h?|(?:hua){2,}|vai me matar se|matar uma curiosidade|morr\\w+ de (?:rir|fome|vontade|saudades?|medo|vergonha|calor|frio|sono)',
];

const notes = [
	'emergencias?|emergenciais?|incendios?|peg(?:ou|ando) fogo|em chamas|acident\\w*|socorro|em perigo|ferid[oa]s?|ferimentos?|sangr\\w*|desmai\\w*|inconsciente',
	'explosao|explodiu|agressao|assalto|pres[oa]s? (?:n[ao]|em|debaixo)|prendeu (?:a|o) (?:mao|braco|dedo|pe|perna)|choque eletrico|intoxica\\w*',
	'suicid\\w*|(?:se|me) matar|(?:se|me) ferir|(?:se|me) machucar|morrer|nao quero? viver|risco de (?:vida|morte)|autolesao|ameaca\\w* de morte',
];

const parts = ['(?:botao|botoeira|chave|parada|freio|luz|saida|porta|dispositivo)s? d[ae] emergencia'];

export const portuguese: SuspicionWords = { signs, despair, harmless, jokes, notes, parts };
