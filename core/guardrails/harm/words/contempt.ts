import { unveil, type WeighedPattern, type WordList } from './word-list';

/**
 * Returns a pattern for each way to name people by what they are: `%` is one noun, or an adjective and a noun. Adjectives alone are not people: "the black
 * shoes".
 */
function againstPeople(weight: number, pattern: string): WeighedPattern[] {
	return ['PEOPLES', 'ORIGIN FOLK', 'FOLK ORIGIN'].map((people) => [weight, pattern.replace('%', people)]);
}

/** Contempt for people because of what they are, by what is said of them: English, Portuguese and Spanish. */
export const contempt: WordList = {
	classes: {
		PEOPLES: `immigrant* migrant* feminist* foreigner* refugee* muslim muslims islamists jew jews gays lesbians homosexual* transsexual* transgenders gypsies gypsy mexicans arabs africans asians indians blacks
			latinos hispanics pakistanis syrians haitians nigerians turks hindus cripples women females
			imigrante* refugiad* muculman* judeu judeus judia judias lesbica* homossexua* travesti* transexua* nordestino nordestinos nordestinas nortistas baianos venezuelan* haitian* bolivianos cigano
			ciganos cigana ciganas arabes africanos indigenas indios macumbeir* deficientes negros pretos gringo gringos gringa favelado* estrangeiros mulheres
			inmigrante* extranjer* musulman* judio judios judia gitano gitanos gitana gitanas homosexuales lesbiana* venezolan* moros moro peruanos peruano latinoameric* mujeres`,
		ORIGIN: `black white brown asian african chinese indian mexican jewish muslim gay trans transgender disabled arab hispanic latino foreign haitian
			preto preta pretos pretas negro negra negros negras branco branca indigena nordestina estrangeiro estrangeira boliviano boliviana baiana
			blanco blanca gitana musulmana boliviano discapacitad* norte`,
		FOLK: `people folks man men woman guy guys person persons families agent clerk cashier nurse
			pessoa pessoas gente homem homens mulher povo familia menino atendente funcionario funcionaria
			persona personas hombre hombres mujer familias empleado empleada`,
		VILE: `dirty filthy stinking stinky smelly disgusting lazy stupid dumb damn damned bloody goddamn lousy rotten thieving ugly worthless greedy ${unveil('shpxvat shpxva')}
			nojent* imund* sujo suja sujos sujas fedid* fedorent* maldit* vagabund* preguicos* burro burra burros burras safad* desgracad* porcos porca
			asqueros* sucio sucia sucios sucias apestos* ladron* ladroes ladra delincuentes terroristas vagos vago mugros*`,
		VERMIN: `leech* freak freaks rapist* thief thieves invader* disgrace cockroach* rats rat monkeys apes animals savages waste liars cheats dirty filthy lazy stupid dumb inferior perverts abomination
			terrorist* scammers crazy filth scum vermin parasite* garbage trash criminals
			ladrao ladra ladroes vergonha praga peste preguicos* vagabund* burro burra burros imund* suj* nojent* aberracao inferiores criminosos bandidos estuprador* macacos bichos lixo escoria parasita*
			ladrones verguenza plaga vagos sucios asquerosos delincuentes violadores ratas basura parasitos invasores locas loucas histericas`,
		HERE: 'schools jobs neighbourhoods culture here near neighborhood neighbourhood building team school town country city aqui perto bairro loja casa equipe turma sala predio cidade pais barrio equipo ciudad',
		BACK: 'country pais terra tierra selva jungle desert senzala buraco africa',
		THING: `shoe shoes shirt shirts dress sofa bag bags phone phones jacket coat box cable cables car food restaurant paint ink pants boots hair tea coffee market grocery violet dress label screen
			sapato sapatos sofa bolsa camisa celular casaco caixa cabo carro comida restaurante tinta calca bota cabelo feijao roupa tela
			zapato zapatos bolso abrigo caja coche pintura pantalon pelo ropa pantalla`,
	},
	patterns: {
		hate: [
			...againstPeople(0.72, 'VILE %'),
			...againstPeople(0.74, '% VILE'),
			...againstPeople(0.7, `% de|do ${unveil('zreqn|obfgn|zvreqn')}|demonio|diabo|inferno`),
			...againstPeople(0.76, '% ~1 are|is|were|sao|e|eh|son|es ~4 VERMIN'),
			...againstPeople(0.7, '% ~3 nothing but'),
			...againstPeople(0.7, '% ~2 not|arent|never|nao|no ~2 welcome|wanted|bem-vindos|bienvenidos'),
			...againstPeople(0.72, 'never|dont|cant|cannot|nao|no|nunca ~1 trust|confie|confio|confiar|confies ~3 %'),
			...againstPeople(0.75, '% nao|no serve|servem|sirve|sirven|presta|prestam|valen|vale'),
			...againstPeople(
				0.72,
				'% ~1 nao|no|dont|cant|cannot sabem|saben|sabe|know ~2 votar|dirigir|conducir|vote|drive|trabalhar|trabajar|pensar|think',
			),
			...againstPeople(0.74, '% ~2 disgust|disgusts|sicken|repulse me|us'),
			...againstPeople(0.74, '% ~1 make|makes me|us ~1 sick|puke|vomit'),
			...againstPeople(0.7, 'cant|cannot|dont|nao|no stand|tolerate|suporto|aguento|tolero|soporto|aguanto ~2 %'),
			...againstPeople(0.74, 'nojo|asco|raiva|odio de|desses|dessas|do|da|dos|das ~2 %'),
			...againstPeople(0.72, 'dan|dao asco|nojo ~1 %'),
			...againstPeople(
				0.78,
				'country|city|world|town|pais|cidade|mundo|ciudad ~4 better|cleaner|safer|melhor|mejor|limpo|limpia without|sem|sin ~2 %',
			),
			...againstPeople(0.75, 'keep ~1 % ~1 out|away'),
			...againstPeople(0.72, '% ~3 brought|trouxeram|trajeron|spread|espalham ~3 plague|disease|crime|doenca|doencas|peste'),
			...againstPeople(0.72, '% ~1 steal|roubam|roban ~2 everything|all|tudo|todo|our|jobs|nossos|nuestros'),
			...againstPeople(0.66, '% ~1 invadem|invaden|invade|invading'),
			...againstPeople(
				0.78,
				'deport|expel|echar|echen|expulsar|deportar|expulsem|exterminate|eliminar ~1 todos|todas|all|every|those|esses|esos ~3 %',
			),
			...againstPeople(0.75, '% ~8 hay|tem|tienen que echarlos|echar|expulsar|expulsarlos|deportar'),
			...againstPeople(0.72, '% ~3 get lost|out'),
			...againstPeople(0.72, '% ~2 suma|sumam|vaza|vazem|saiam|largate|larguense'),
			...againstPeople(0.75, '% ~2 fora|some|fuera daqui|aqui|de'),
			...againstPeople(0.74, '% ~3 leave our|my|this country|city|town|neighborhood|neighbourhood'),
			...againstPeople(0.7, 'bando|corja|cambada|raca|horde|swarm|manada de|of ~1 %'),
			...againstPeople(0.5, 'bunch|pack|bola|panda de|of ~1 %'),
			...againstPeople(0.8, '% bom|buen|bueno e|eh|es ~2 morto|longe|lejos|muerto'),
			...againstPeople(
				0.66,
				'% so|solo|only da|dao|bring|want|quer|querem|quieren|dan ~1 despesa|despesas|trabalho|problema|problemas|gasto|gastos|prejuizo|crime|problems|trouble',
			),
			[0.68, 'nao|no serve|presta|sirve preto|negro|indio|nordestino'],
			[
				0.74,
				'preto|negro|indio|baiano|deficiente|nordestino nao|no|so|solo presta|serve|sirve|da ~2 trabalhar|estudar|nada|despesa|trabajar',
			],
			[
				0.72,
				'dont|wont|refuse|nao|no|never ~5 served|attended|serve|speak|talk|deal|atendido|atendida|falar|atienda|hablar by|to|with|por|com|con|un|una ~2 PEOPLES|ORIGIN',
			],
			[0.68, 'somebody|someone|agent|person|atendente|alguem|alguien white|branco|branca|blanco'],
			[0.8, 'women|woman|females|wives|wife ~2 belong|belongs ~3 kitchen|home'],
			[0.75, 'women|woman|females|girls ~4 too ~1 emotional|dumb|stupid|weak|hysterical|irrational'],
			[0.7, 'women|woman|females ~1 have|has no business'],
			[0.75, 'mulher|mujer nao|no serve|sirve'],
			[0.72, 'mulher|woman|mujer no|na|al|at|behind ~1 volante|wheel ~4 perigo|peligro|danger|dangerous'],
			[0.76, 'lugar dela|mulher|mulheres ~3 cozinha|casa|tanque|fogao'],
			[0.76, 'mujer|mujeres a la cocina|casa'],
			[0.68, 'mulher|mulheres que ~4 nao presta|prestam'],
			[
				0.8,
				'being|ser gay|homosexual|homossexual|lesbian|lesbica|lesbiana|trans ~1 is|e|eh|es ~3 disease|sin|sick|sickness|illness|abomination|wrong|unnatural|disgusting|doenca|pecado|errado|nojento|aberracao|vergonha|safadeza|enfermedad|antinatural|asco',
			],
			[0.75, 'gays|gay|lesbians|homosexuales|homossexuais|lesbianas ~1 are|sao|son|estan|esta ~1 enferm*|doentes|sick|ill|perverted'],
			[0.72, 'gays make|makes me|us sick'],
			[0.72, 'nojo|asco de|do|da|dos|das gay|gays|preto|negro|pobre|pobres|trans'],
			[0.68, 'nojo|asco|odio dessa|desse|dessas|desses|esa gente|povo|raca|gentalha'],
			[0.72, 'the disabled should|must|are ~3 home|away|hidden|burden|useless'],
			[0.66, 'you people ~5 vote|breed|exist'],
			[0.74, 'want|need|like|serve|tolerate|wants your|their|ur kind'],
			[0.75, 'back ~1 where ~1 you|they|u|your ~2 came|come|belong'],
			[0.72, 'go|get|went back ~1 to ~1 YOUR|their jungle|desert|cave|hole|africa'],
			[0.7, 'volte|voltem|vaza|suma|sumam|vao ~3 seu|sua|teu|tua|seus BACK'],
			[0.7, 'volta ~2 tua|teu BACK'],
			[0.72, 'vuelvete|vuelvan|largate|larguense|vete|regresate ~2 tu|su BACK'],
			[0.7, 'vuelve|regresa a tu BACK'],
			[0.75, 'seu|sua|teu|tua|tu|your|essa religiao|religion e|eh|es|is ~2 lixo|basura|trash|demonio|evil|diabo|garbage'],
			[0.76, 'ojala ~2 echen|expulsen|deporten'],
			[0.7, 'fora|fuera|out ~1 PEOPLES ~1 VILE'],
			[0.74, 'you|your|accent|religion|PEOPLES|foreign ~8 out of my|our HERE'],
			...againstPeople(0.74, '% ~8 lock|throw|kick|ship|get|send ~1 them ~2 up|out|away|home'),
			...againstPeople(0.76, '% ~1 are|is|sao|son|e|es ~2 superior|inferior'),
			...againstPeople(
				0.74,
				'% ~2 ruin|ruining|arruinando|estragando|destroy|destroying|destroem|estragam|arruinan|destruyen|contaminan|contaminam|infest|infesting|infestam ~4 HERE|everything|tudo|todo',
			),
			...againstPeople(0.74, '% ~1 should|deviam|deveriam|deberian ~1 stay|ficar|quedarse ~3 home|casa|hidden|away|longe'),
			...againstPeople(0.72, 'dont|nao|no ~1 want|quero|aceito|queremos|aceitamos|quiero|queremos ~2 % ~4 HERE'),
			...againstPeople(0.76, 'tinha|tenia|had que|to ser|be ~1 %'),
			[0.74, 'tinha|tenia que ser ~1 ORIGIN|mulher|mujer'],
			[0.74, 'fora|fuera com|con|los|las|esses|estes|esos ~1 PEOPLES'],
			[
				0.74,
				'never|dont|wont|nao|no|nunca ~2 let|allow|deixo|deixaria|quero|aceito|dejo|quiero ~1 my|minha|meu|mi daughter|son|kids|filha|filho|hija|hijo ~4 ORIGIN|PEOPLES',
			],
			[0.74, 'lesbian*|gays|lesbica*|lesbiana* ~3 need|needs|precisa|precisam|necesitan ~3 man|homem|hombre|cure|cura|jesus|beating|surra'],
			[0.72, 'ORIGIN|PEOPLES ~3 idiots|morons|scum|monkeys|imbecis|macacos|imbeciles'],
			[
				0.78,
				'mulher|mulheres|mujer|mujeres|women|woman|wife|wives ~2 tem|tiene|must|should|deve|devem|debe|deben ~2 obedecer|obey|obedient|calar|calada|caladas|callarse|callada|submissa|submit|silent',
			],
			[0.78, `odeio|odio|hate ~2 ${unveil('ivnqb|ivnqbf|fncngnb|genirpb|znevpba|znevpbarf|snttbgf')}`],
			[0.8, `ORIGIN de ${unveil('zreqn|obfgn|zvreqn')}`],
			...againstPeople(0.74, '% ~2 smell|smells|stink|stinks|fedem|fede|huelen|apestan'),
			...againstPeople(
				0.76,
				'% ~1 will|should|must|vao|iran|deviam|deberian ~2 burn|rot|die|hell|arder|queimar|quemarse|apodrecer|inferno|infierno',
			),
			[0.74, 'doctor|agent|somebody|someone|driver|nurse|teacher|person|waiter|guide who|thats|that ~1 isnt|not|arent ~1 ORIGIN|PEOPLES'],
			[0.74, 'que nao|no seja|sea|sean|sejam ~1 ORIGIN|PEOPLES|mulher|mujer'],
			[0.74, 'vai|va|ve|vete|go ~3 louca|platos|dishes|cozinha|cocina|kitchen ~2 mulher|mujer|woman|girl'],
			[0.76, 'podia|podria|pode|tinha que? ser ~1 mulher|mujer|preto|negro|PEOPLES'],
			[0.72, 'nao|no gosto|suporto|confio|confiar|gusta|soporto ~2 gente|povo do|da|de|del ~1 norte|nordeste|sul|sur|favela|interior'],
			[0.7, 'negrada|indiada|judiaria|crioulada|bugrada'],
		],
	},
	harmless: [
		'ORIGIN THING',
		'THING ORIGIN',
		'called|calling me|him|her|us|them|myself a|an ~3 PEOPLES|VILE|INSULT|NAME|GROUP',
		'was|were|been|being|got called ~4 PEOPLES|VILE|INSULT|NAME|GROUP',
		'chamado|chamada|chamados|chamaram|chamou de ~2 PEOPLES|VILE|OFENSA|GRUPO|macaco',
		'llamaron|llamo|llamado|llamada ~1 PEOPLES|VILE|OFENSIVO|GENTE',
		'your kind help|reply|support|words|attention|assistance|consideration|feedback|offer|service|answer|message',
		'quando|cuando|when ~3 volta|vuelve|go|return ~4 BACK',
		'banheiro|bano|toilet|restroom|fila das|de ~1 mulheres|mujeres ~4 VILE|VERMIN',
	],
};
