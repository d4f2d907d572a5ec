import type { HarmKind } from '../harm-kinds';

/**
 * Words that texts of a kind are often about: English, Portuguese and Spanish. Alone they say nothing, but a judge that is asked in doubt is asked about
 * a text with one of them.
 */
export const topicWords: Partial<Record<HarmKind, string>> = {
	hate: `immigrants migrants foreigners refugees muslim muslims jew jews gays lesbians transgender gypsies gypsy africans arabs race races racist headscarf
		imigrantes estrangeiros refugiados muculmano muculmanos judeu judeus gays lesbicas travesti ciganos cigano haitiano haitianos bolivianos nordestinos raca racas racista
		inmigrantes extranjeros musulmanes judios gitanos raza racista`,
	harassment: `stupid dumb ugly fat coward failure insult* humiliat* bully* nickname* nasty loser pathetic revenge stalk*
		burro burra feio feia gordo gorda gordinho covarde fracassad* humilh* xing* apelid* maldos* vinganca lerdo persegu*
		tonto tonta feo fea cobarde fracasad* insult* humill* apodo* venganza`,
	violence: `knife knives gun guns pistol rifle blood bleed bleeding hurt hurts dead skull threat* weapon* revenge bullet* fist hunt torture massacre
		faca facas arma armas revolver pistola sangue sangrar sangrando machuca machucar craneo crania amea* bala porrada massacre tortura cacar esmagar
		cuchillo arma pistola sangre sangrar amenaz* bala masacre tortura`,
	sexual: `orgasm* virgin lingerie threesome* seduc* kinky fetish* stripper intimate naughty bra panties condom* mistress sex
		orgasm* virgem lingerie seduz* fetich* intimas intima safadeza calcinha sutia camisinha sexo transa
		orgasm* virgen lenceria fetich* intimas sexo`,
	'self-harm': `die death dying suicid* razor overdose hopeless drown drowning pills tablets grave depress* unbearable farewell
		morrer morte suicid* lamina overdose afogar comprimidos depress* despedida insuportavel sumir desespero
		morir muerte suicid* pastillas ahogar depresi* despedida`,
	'dangerous-acts': `explode explodes explosion hack hacks hacker burglar* pistol poison chemicals drugs opioid* clone counterfeit fake forge phishing steal stolen weapon* overdose drown ransom
		explodem explode explodir explosao hackear hacker ladroes arrombar revolver veneno drogas droga clonar clono falsific* golpe roubar roubo tarja arma armas resgate
		explota hackear ladrones veneno drogas clonar falsific* robar arma armas`,
};
