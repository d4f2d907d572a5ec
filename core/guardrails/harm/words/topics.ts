import type { HarmKind } from '../harm-kinds';

/**
 * Words that texts of a kind are often about: English, Portuguese and Spanish. Alone they say nothing; the model that chooses what a judge reads counts
 * them (core/guardrails/harm/doubt).
 */
export const topicWords: Partial<Record<HarmKind, string>> = {
	hate: `immigrants migrants foreigners refugees minorit* ethnic* muslim* islam* jew jews jewish christians gays gay lesbian* transgender* transsexual* transvestite* queer homosexual* bisexual*
		gypsies gypsy africans arabs asians mexicans indians blacks whites race races racial racis* headscarf women disab* autis* elderly obese homeless
		hate hates hated hating hatred hateful despise* nazi* hitler supremac* inferior stereotyp* discriminat* slur slurs offensive derogat* degrad* sexis* misogyn* homophob* xenophob* superior prejudice*
		imigrantes estrangeiros refugiados minorias muculman* judeu judeus judia judias lesbicas lesbica sapatao travesti travestis trans transexua* transgenero* bicha bichas bixa viado viados boiola cigano ciganos
		haitiano haitianos bolivianos venezuelan* nordestin* sulista* baianos africanos arabes asiaticos indios indigenas negro negra negros negras preto pretos pretas neguinh* crioul* favelad* mulher mulheres feminist*
		deficiente deficientes aleijad* mongoloide autista autistas idosos raca racas odeio odeia odiar odio desprez* preconceit* fascista* nazista* machis*
		inmigrantes extranjeros musulmanes judios gitanos raza racista maricon* odio mujeres`,
	harassment: `stupid dumb ugly fat coward failure idiot* moron* disgusting worthless insult* humiliat* bully* bullies mock* ridicul* harass* nickname* nasty loser pathetic revenge stalk* blackmail* intimidat* shame* rumor* rumour* defam* gossip*
		burro burra burrice feia feio gorda gordo gordinho gordas gordos covarde fracassad* humilh* xing* apelid* maldos* vinganca lerdo persegu* lixo lixos escoria verme vermes vagabund* pilantra* safad* canalha* bandid* hipocrit* vergonha
		palhac* imbecil* idiota* otari* trouxa* babaca* retardad* demente* doente doentes louco louca maluc* escrot* nojo nojent* desgrac* inutil inuteis mentiros* mentira* traidor* traira falso falsa puta putas vadia* piranha* vaca vacas cadela*
		fdp chato chata chatos ridiculo ridicula inferno capeta cretin* pqp tnc foda carai caraio puto corrupt* ladrao ladra genocida* chantag*
		tonto tonta feo fea cobarde fracasad* insult* humill* apodo* venganza`,
	violence: `kill kills killed killing killer* murder* assault* attack* stab stabs stabbed stabbing shoot* strangl* suffocat* choke* beating bruise* injur* abus* mistreat* cruel* violen* brutal* rape* rapist* molest* genocid* behead* lynch* riot* terroris*
		knife knives gun guns pistol rifle firearm* blood bleed bleeding hurt hurts harm harms harmful harming dead skull threat* weapon* bullet* fist hunt hunting tortur* massacre destroy* incapacitat* ammunition grenade*
		faca facas facada* arma armas revolver pistola sangue sangrar sangrando machuca machucar craneo crania amea* bala balas tiro tiros porrada massacre tortur* cacar esmagar matar mata matou matem assassin* agred* agress* bater espanc* esfaque*
		estrangul* sufoc* estupr* abuso abusar maltrat* crueldade violen* linch* decapit* terrorista* genocidio soco murro surra apanhar
		cuchillo pistola sangre sangrar amenaz* bala masacre matar asesin* golpear violar`,
	sexual: `orgasm* virgin lingerie threesome* seduc* kinky fetish* stripper intimate naughty bra panties condom* mistress sex sexual* sexy porn* nude* naked erotic* intercourse genital* penis vagina breasts masturbat* prostitut* incest* horny explicit
		virgem seduz* fetich* intimas intima safadeza calcinha sutia camisinha sexo transa transar pelad* nua nuas buceta* rola pica pinto caralho porra foder fode fodendo fodido fodida fuder fudido enfia* enfiou chupa chupar mama mamar bunda* rabo
		cu cuzinho goza gozar gozei tesao putinha* novinh*
		virgen lenceria intimas desnud*`,
	'sexual-minors': 'underage minors preteen* lolita* loli pedo* child* teen* menores adolescente* crianca* menininh* garotinh* nino* nina*',
	'self-harm': `die death dying suicid* razor overdose hopeless drown drowning pills tablets grave depress* unbearable farewell anorexi* bulimi* starv* disorder*
		morrer morte lamina afogar comprimidos despedida insuportavel sumir desespero anorexi* automutila*
		morir muerte pastillas ahogar depresi*`,
	'dangerous-acts': `explod* explos* bomb bombs bombing dynamite hack* burglar* poison* chemical* drugs opioid* cocaine heroin meth methamphetamine fentanyl marijuana lsd mdma ecstasy narcotic* toxic* toxin* nerve anthrax ricin pathogen* radioactiv* uranium nuclear
		clone counterfeit* fake* forge forged forging forger* phish* steal* stole stolen theft* thief thieves fraud* scam* scheme* launder* smuggl* traffick* malware virus viruses ransomware spyware keylogger* trojan* exploit* vulnerab* overflow payload* botnet*
		ddos injection cheat* illegal* illicit unlawful* crime* criminal* bribe* extort* evad* evasion embezzl* insider tamper* sabotag* vandal* arson* hijack* kidnap* abduct* poach* piracy pirated plagiar* misinform* disinform* mislead* propaganda
		conspirac* hoax* deepfake* impersonat* spoof* surveil* spying eavesdrop* wiretap* bypass* intrud* infiltrat* lockpick* manipulat* deceiv* decept* unsuspecting undetect* detection suspicion untrace* unauthori* confidential identity extremis* radicali*
		tutorial* monologue* manifesto* persuasive spam consent secretly gambl* drown ransom cracking cyber* penetration caught dangerous danger
		explodem explodir bomba bombas hackear hacker ladroes arrombar veneno envenen* drogas droga maconha cocaina heroina toxico quimicos clonar clono falsific* golpe golpes fraude* roubar roubo roubou furt* lavagem contraband* trafic* tarja resgate
		crime crimes criminos* ilegal* ilicit* suborn* propina extor* sonega* sabota* vandal* incendi* sequestr* pirata pirataria desinform* conspira* manipul* enganar burlar invadir espion* vazar
		explota ladrones clonar robar robo estafa*`,
};
