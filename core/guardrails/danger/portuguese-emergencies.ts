import type { EmergencyWords } from './emergency-words';

/** Texts are without accents and in lower case. */
const who =
	'(?:colegas?|funcionari[oa]s?|operador(?:a|es|as)?|operari[oa]s?|torneiro|prensista|montador(?:a|es)?|auxiliar(?:es)?|aprendiz(?:es)?|trabalhador(?:a|es)?|ajudantes?|motoristas?|soldador(?:a|es)?|mecanicos?|eletricistas?|pedreiros?|tecnic[oa]s?|chefe|gerente|patrao|clientes?|vizinh[oa]s?|pessoas?|gente|alguem|homem|homens|mulher(?:es)?|rapaz|moc[oa]|senhora?|idos[oa]|crianca|criancas|bebe|menin[oa]s?|marido|esposa|namorad[oa]|filh[oa]s?|pai|mae|avo|irmao?|ti[oa]|prim[oa]|amig[oa]s?|soci[oa]|cara|equipe|sogr[oa]|cunhad[oa]|net[oa]s?|genro|nora|alun[oa]s?|passageir[oa]s?|morador(?:a|es)?|entregador(?:es)?|vigia|porteiro|seguranca|faxineir[oa]|estagiari[oa]s?|encarregad[oa]|supervisora?|motoqueiro|pedestre|ciclista|el[ea]s?)';
const place =
	'(?:fabrica|galpao|predio|casa|apartamento|loja|escritorio|deposito|oficina|cozinha|empresa|armazem|estoque|obra|patio|subestacao|barracao|linha|setor|andar|terreno|mata|rua|shopping|escola|hospital|elevador)';
const thing =
	'(?:maquina|prensa|motor|painel|quadro|caldeira|forno|compressor|transformador|bateria|tanque|botijao|cilindro|carro|caminhao|empilhadeira|tomada|fio|fiacao|cabo|telhado|esteira|guilhotina|dobradeira|laser|torno|gerador|servidor|celular|fogao|reator|tubulacao)';
const height = `(?:${thing}|escada|andaime|altura|laje|guindaste|plataforma|poste|janela|ponte|mezanino|cavalo|moto|bicicleta|predio)`;
const cage = `(?:${thing}|elevador|ferragens|escombros|incendio|fogo|silo|porta|rolos?|engrenagem|moinho|misturador|poco|vala|banheiro|placas|lama)`;
const limb = '(?:maos?(?! de obra)|bracos?|dedos?|pernas?|pe|pes|cabeca|cabelo|corpo|pulso|rosto|olhos?)';
const gas = '(?:gas|glp|amonia|cloro|combustivel|produtos? quimicos?|acido|gasolina)';
const rescue = '(?:ambulancia|samu|bombeiros?|resgate|policia|socorro medico)';
const opening =
	'^(?:(?:socorro|urgente|urgencia|emergencia|ajuda|me ajuda|gente|pessoal|oi|ola|alo|meu deus|pelo amor de deus|corre|rapido),? )*';
const now = '(?: (?:aqui|agora|urgente|grave|feio|serio|grande|forte))*';
const is = '(?:esta|ta|estao|tao|estamos|tamos|estou|to|ficou|ficaram|segue|continua)';
const has = `(?:tem|ha|${is} (?:tendo|havendo|com)|comecou|iniciou|surgiu|acab(?:ou|amos|ei) de (?:ter|comecar|acontecer|ocorrer))`;
const attack = '(?:infarto|enfarte|avc|derrame|convuls(?:ao|oes)|parada cardiaca|ataque cardiaco|crise convulsiva|parada respiratoria)';

const hurt = [
	'desmaiou|desmaiad[oa]s?|inconscientes?|desacordad[oa]s?|convulsionando|infartando|infartou',
	'engasg(?:ou|ad[oa]|ando)|sufoc(?:ou|ando)|(?:se )?afogando|sangra(?:ndo)?|agonizando|morrendo|passando (?:muito )?mal',
	'baleado|esfaquead[oa]|atropelad[oa]|eletrocutad[oa]|intoxicad[oa]s?|envenenad[oa]|soterrad[oa]s?|ferid[oa]s?|acidentad[oa]|machucad[oa]s?|(?:com|teve) queimaduras?',
	'se (?:acidentou|machucou|feriu|cortou|queimou|afogou|enforcou)|(?:levou|tomou|sofreu|recebeu) (?:um |uma )?(?:choque|descarga)(?! de| cultural| quando| com)',
	'caid[oa] n[ao]|nao se mexe|imovel|sem pulso',
	`(?:tendo|teve) (?:um |uma )?(?:${attack}|mal subito)|perdeu (?:os sentidos|a consciencia|(?:um|o|os|dois|tres|a|parte d[ao]) (?:dedos?|braco|perna|pe|visao))|nao (?:acorda|reage)`,
	`caiu (?:la )?(?:de cima )?d[aeo] (?:\\w+ )?${height}|pres[oa]s? (?:n[oa]s?|em|dentro|debaixo|embaixo|entre)(?: d[aeo]s?)? (?:\\w+ ){0,3}?${cage}`,
].join('|');

const events = [
	// Fire and smoke.
	`${has} (?:aqui )?(?:(?:um|uma|muito|principio de|foco de|foco|inicio de) )+(?:\\w+ ){0,2}?(?:incendio|fogo)`,
	`${has} (?:incendio|fogo) (?:aqui|agora|saindo|n[ao]s? (?:\\w+ )?(?:${place}|${thing}))`,
	`${opening}(?:principio de |foco de )?(?:incendio|fogo)${now}(?: (?:n[ao]s?|em|dentro d[ao]|perto d[ao]) (?:\\w+ ){0,2}?(?:${place}|${thing})|$)`,
	`(?:${place}|${thing}) (?:\\w+ ){0,3}?(?:pegou fogo|pegando fogo|em chamas|incendiou|queimando tudo)`,
	`${opening}(?:(?:que|tudo|${is}) )*(?:pegando fogo|em chamas|pegou fogo) (?:(?:aqui|tudo|agora|n[ao] (?:\\w+ )?(?:${place}|${thing})) ?)*$`,
	`saindo (?:muita |uma )?(?:fumaca|faisca)|fumaca (?:preta|saindo|tomando|por tod[oa]|em tod[oa]|toxica)|chei[oa] de fumaca`,
	'(?:fiacao|tomada|fios?|quadro|painel|poste|cabo|disjuntor) (?:\\w+ ){0,5}?(?:soltando|saindo|dando) (?:muita )?faiscas?',
	// Gas and other substances.
	`(?:${has}|com|deu) (?:um |uma |muito )?(?:\\w+ )?(?:vazamento|fuga|escape) de ${gas}`,
	`vazando (?:muito |muita )?${gas}|(?:${gas}|botijao) (?:\\w+ )?vazando`,
	`${opening}(?:vazamento|fuga|escape) de ${gas}${now}(?: n[ao]s?| em|$)`,
	`(?:sentindo|sinto|com|tem|esta|ta|muito|um|forte) (?:um )?cheiro (?:\\w+ ){0,2}?(?:de|a) (?:gas|amonia|cloro)`,
	// People.
	'(?:nao|parou de|mal) (?:(?:esta|ta|estou|to|consegue|consigo|conseguindo|ta conseguindo|mais) )*respir(?:a|ar|ando|o)',
	`${who} (?:[\\w,]+ ){0,5}?(?:${hurt})`,
	`(?:estou|to|fiquei|estamos|ficamos) (?:\\w+ ){0,2}?(?:sangrando|passando (?:muito )?mal|ferid[oa]s?|sufocando|tendo (?:um )?(?:${attack})|infartando|pres[oa]s? (?:n[oa]|em|dentro|debaixo|embaixo)(?: d[aeo])? (?:\\w+ )?${cage}|com (?:muita |forte )?dor no peito)`,
	`\\b${limb} (?:\\w+ ){0,4}?(?:(?:ficou|esta|ta|foi|ficaram|estao) )?(?:\\w+ )?(?:pres[oa]s?|esmagad[oa]s?|prensad[oa]s?|decepad[oa]s?|amputad[oa]s?|triturad[oa]s?) (?:n[ao]|em|dentro|debaixo|por|pel[ao]|entre)`,
	`(?:prendeu|esmagou|prensou|decepou|amputou|triturou|cortou|queimou|quebrou|fraturou|arrancou) (?:feio )?(?:a|o|os|as|um|uma|dois|tres|parte d[ao]) ${limb}`,
	'(?:enrolou|enroscou) (?:a|o) (?:cabelo|mao|braco|manga|roupa|luva|blusa)|desmaiou|desacordad[oa]|(?:esta|ta|ficou) inconsciente|(?:esta|ta) sangrando(?: muito| demais|,|$)',
	'perdendo (?:muito )?sangue|muito sangue(?! n)|hemorragia|nao para de sangrar',
	`(?:${is}|acho que|parece que|parece) (?:\\w+ ){0,3}?(?:tendo|sofrendo|com) (?:um |uma )?${attack}`,
	`acab(?:ou|amos|ei) de (?:\\w+ ){0,3}?acidente|${opening}acidente(?: de trabalho)?${now} (?:aqui|com|n[ao]s?)`,
	`(?:tem|houve|teve|tivemos|aconteceu|ocorreu|deu|foi|sofreu|sofri) (?:um |uma )?(?:\\w+ )?acidente (?:de trabalho )?(?:muito )?(?:grave|feio|serio|agora|aqui|com (?:(?:um|uma|o|a|meu|minha|nosso|nossa|dois|duas) )?(?:${who}|vitimas?|ferid[oa]s?))`,
	'(?:bebeu|engoliu|ingeriu|inalou|aspirou) (?:\\w+ ){0,3}?(?:veneno|produto quimico|soda|acido|cloro|agua sanitaria|gas|amonia|chumbinho|detergente|solvente)',
	'(?:tomou|tomei) (?:muito|muitos|um monte de|todos os|varios|uma cartela de) (?:\\w+ )?(?:remedios?|comprimidos?)|precisamos de (?:socorro|resgate)|preciso de socorro(?: agora| urgente| medico|,|$)',
	`(?:sofreu|teve) (?:um )?acidente (?:\\w+ )?(?:n[ao]|com [ao]) (?:\\w+ )?${thing}`,
	'(?:entrei|entrou|esta|estou|to|ta) (?:ja )?em trabalho de parto',
	'reacao alergica|choque anafilatico|garganta (?:\\w+ ){0,2}?fechando|engoliu (?:\\w+ ){0,2}?(?:pilha|bateria|moeda|vidro|prego|parafuso)',
	`(?:caiu|tombou|virou|desabou|despencou) (?:\\w+ ){0,4}?(?:em cima|sobre) (?:d?[aeo]s? )?(?:\\w+ ){0,2}?${who}|atropel(?:ou|aram) (?:\\w+ ){0,2}?${who}`,
	'(?:gente|pessoas|familia|estamos|estou|ficamos) ilhad[oa]s?|(?:fio|cabo)s? (?:de alta tensao|energizad[oa]s?|eletric[oa]s?) (?:\\w+ ){0,2}?(?:caid[oa]s?|caiu|cairam|soltos?|partid[oa]s?|rompid[oa]s?)',
	'(?:prensei|esmaguei|decepei|amputei) (?:a|o|meu|minha) (?:mao|braco|dedo|pe|perna|polegar)|(?:amputou|decepou|arrancou|esmagou) (?:o )?polegar',
	'(?:esta|ta|comecou a) (?:vomit(?:ando|ar) sangue|sangrar muito)|boca (?:ficou )?torta|rosto (?:\\w+ )?caiu de um lado|empilhadeira (?:\\w+ ){0,4}?com o operador (?:embaixo|debaixo)',
	'(?:fogo|chamas|labaredas?) (?:(?:esta|ta|estao|tao|ja) )?(?:subindo|se espalhando|espalhando|no teto|pegou no teto)|sequestraram (?:\\w+ )?(?:motorista|funcionari[oa]|filh[oa]|mulher|marido)',
	'(?:subiu|esta|ta) (?:\\w+ ){0,4}?(?:telhado|laje|ponte) (?:\\w+ ){0,6}?(?:que vai|vai|quer|querendo) (?:pular|se jogar)',
	// Explosion and collapse.
	'(?:houve|teve|ocorreu|aconteceu|deu|ouvimos|acabou de ter) (?:um|uma) (?:\\w+ )?explosao(?! de)',
	`${thing} (?:\\w+ ){0,2}?(?:explodiu|vai explodir|prestes a explodir)|explodiu (?:a|o|um|uma) (?:\\w+ )?${thing}`,
	'(?:teto|telhado|predio|laje|parede|muro|galpao|andaime|estrutura|barranco|mezanino) (?:\\w+ ){0,2}?(?:desabou|desabando|desmoronou|caiu em cima|cedeu)',
	// Violence, and calls for a rescue.
	'(?:homem|homens|cara|caras|pessoa|bandidos?|ladrao|ladroes|gente|alguem|individuos?|assaltantes?) armad[oa]s?|tiroteio (?:aqui|n[ao])|(?:tendo|rolando|havendo|acontecendo) (?:um )?assalto|assalto (?:aqui|agora|em andamento)|fui (?:esfaquead|balead|atropelad|sequestrad|espancad|agredid|dopad)[oa]|(?:homem|cara) (?:\\w+ ){0,2}?(?:me|nos) (?:seguindo|perseguindo)|estao armad[oa]s',
	`(?:invadiram|invadindo|arrombaram|arrombando) (?:a|o|nossa|nosso|minha|meu) ${place}|tent(?:ou|ando) me (?:matar|esfaquear|estuprar)`,
	`${who} (?:[\\w,]+ ){0,6}?com (?:uma|um) (?:faca|arma|revolver|pistola|facao)(?! d| q| ceg)`,
	`${is} (?:(?:sendo|nos|me|aqui) )*(?:assaltad[oa]s?|assaltando|atirando|agredid[oa]s?|agredindo|espancad[oa]|sequestrad[oa]|me batendo|batendo em mim)`,
	'(?:marido|namorado|companheiro|ex|ele|pai) (?:\\w+ ){0,3}?(?:me bateu|me agrediu|me esfaqueou|me enforcou|batendo em mim)',
	`(?:chama|chame|chamem|mande|mandem|manda|acione|acionem) (?:logo )?(?:(?:a|o|os|uma|um) )?${rescue}|(?:liga|ligue|liguem) (?:pro|para o|pros|para os|para a|pra) ${rescue}`,
	`precis(?:o|amos|ando|a) (?:urgente )?(?:de |d[oa]s? )(?:uma |um )?(?:ambulancia|samu|bombeiros?|resgate)`,
];

/** Before the event: it has not happened, or it is what a product is for. */
const before = [
	'\\b(?:em )?caso (?:de|haja|ocorra|aconteca|tenha)|quando (?:ha|tem|houver|tiver|pega|acontece|ocorre|da)',
	'\\bse (?:houver|tiver|acontecer|acontece|ocorrer|pegar|der|for|um|uma|alguem|algum|alguma|[oa]s?|meu|minha|eu|voce|tem|ha|explodir|vazar|cair|ficar|ele|ela)\\b',
	'\\b(?:evit|preven|impe[dc]|proteg|protec|simul|imagin)\\w*|\\bnao deix\\w+|\\brisco de|\\bcontra\\b|\\bdetector|\\balarme (?:de|contra)|\\bextintor de|\\bseguro de|\\bmedo de',
].join('|');

export const portuguese: EmergencyWords = {
	events,
	before: new RegExp(before),
	near: /\b(?:nao|nunca|nem|sem|quase)(?: (?:que|houve|teve|tem|ha))? $/,
	within:
		/\b(?:quase|nunca|nem) |\bnao (?!respir|acord|reag|para de|(?:esta|ta|consegue|consigo|ta conseguindo) (?:mais )?respir|conseguindo)/,
	anywhere: new RegExp(
		[
			'\\b(?:ontem|anteontem|antigamente|(?:semana|mes|ano) passad[oa]|(?:dia|semana|mes|mese|ano)s? atras|(?<!de |mais )uma vez|no passado|na epoca)\\b',
			'\\b(?:faz|ha) (?:\\w+ ){1,2}(?:dia|semana|mes|mese|ano)s?\\b|\\bem (?:19|20)\\d\\d\\b|\\bja (?:tivemos|houve|teve|aconteceu|sofremos|sofri)\\b',
			'\\b(?:filme|serie|novela|livro|game|joguinho|noticias?|jornal|reportagem|musica|meme|k|(?:rs){2,}|(?:ha){2,}|palestra|curso|treinamento)\\b',
			'\\bde (?:tanto )?(?:rir|fome|vontade|saudade|saudades|medo|vergonha|calor|frio|sono|sede|inveja|curiosidade|amores|cansaco|tedio|alegria)\\b|\\bde tanto\\b',
			'\\b(?:promo\\w*|ofertas?|vendas?|descontos?|precos?|liquidac\\w*|black friday|dividas?|boletos?|juros|impostos?)\\b',
			'\\b(?:orcamentos?|cotacao|cotar|comprar|apolice|cobertura|cobre|avcb|laudo|catalogo|normas?|nr ?\\d+)\\b',
			'\\bja (?:foi|esta|ta|estao|foram) (?:\\w+ )?(?:(?:controlad|apagad|resolvid|socorrid|atendid|medicad)\\w*|bem|melhor)\\b|\\b(?:empresa|negocio|firma) (?:\\w+ )?sangr|\\bsangr\\w+ (?:o|os|do) freio|\\balarme falso|\\bso um susto|\\bpassa bem',
		].join('|'),
	),
};
