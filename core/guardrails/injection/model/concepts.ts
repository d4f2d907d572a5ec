/** Subjects of words in four languages, without accents: `verif*` stands for all words that begin so. The model learns from them across languages. */
const lexicon: Record<string, string> = {
	machine: `ai ia ki bot bots robo robos robot* chatbot* assist* agent* agente* model modelo* modell* llm llms gpt chatgpt copilot copiloto automat* machine* maquina* maschine* program* summari* resumid* classif* crawler* reader* leitor* lector* algorit* sistema* system* software`,
	maker: `develop* desenvolv* desarroll* entwick* creator* criador* creador* schopfer* maker* operator* operador* betreiber* owner* dono* dueno* besitzer* vendor* fabricant* hersteller* trainer* company* empresa* firma* boss* chef* chefe* jefe* admin* supervis* manager* gerent* staff team equip* engineer* engenheir* ingenier*`,
	secret: `secret* segred* secreto* geheim* hidden ocult* escond* versteck* verborg* confiden* vertraul* sigil* internal* intern* privat* code* codigo* key keys chave* clave* schlussel* password* senha* contrasen* passwor* token* credential* credencia* zugangsdat* login*`,
	governing: `rule* regra* regla* regel* limit* grenz* filter* filtro* restric* restring* beschrank* einschrank* policy policies politica* richtlini* guideline* diretriz* directric* instru* anweis* vorgab* vorschrift* protocol* protokol* handbook* handbuch* manual* guard* salvaguard* safeg* safety seguranca seguridad sicherheit* sperr* schrank* trava* freio* freno* censor* censur* zensi* moral* etica* ethic* ethik* prompt* config* konfig* ajust* einstell* setup* training treina* entrena* script* guion* roteiro*`,
	check: `check* chec* confer* verif* pruf* control* kontroll* confirm* bestatig* review* revis* approv* aprov* aprueb* genehm* autoriz* author* permiss* erlaub* audit* auditor* monitor* uberwach* identif* valida* inspec*`,
	off: `off ausschalt* abschalt* schalt* deslig* deslid* apag* disabl* desativ* desactiv* deaktiv* turn switch* stop* parar* suspend* aufgehob* revok* revog* remov* entfern* lift* skip* pul* salt* uberspring* bypass* umgeh* contorn* esquiv* ignor* forget* esque* olvid* vergiss* drop* larg* suelt* without sem sin ohne no nenhum* ningun* kein* none free* livre* libre* frei* unlimit* ilimit* unbegrenz* unbeschrank* uncensor* unfilter* ungefilt* unrestrict* irrestrit* any anything qualquer cualquier*`,
	always: `always sempre siempre immer never nunca jamais jamas nie niemals forever every each toda todo todos cada jede* future futur* kunftig* zukunft* permanent* dauerhaft* henceforth until ate hasta bis whatever starting partir zukunf* again`,
	obey: `obey* obede* gehorch* comply* cumpr* cumpl* befolg* serve* follow* siga* sigue* folg* order* orden* befehl* command* comand* must deve* debe* muss* shall hat tem tiene`,
	refuse: `refus* recus* nieg* nega* ablehn* weiger* deny* declin* sorry desculp* disculp* entschuld* warn* advert* aviso* disclaim* excus* lectur* sermon* predig* forbid* forbidden prohib* proib* verbot* verbiet* allow* permit* darf*`,
	reveal: `reveal* revel* verrat* tell* diga* dime* sag* show* mostr* muestr* zeig* print* imprim* drucke* leak* vaz* filtr* paste* cola* pega* disclos* divulg* expos* expon* hand over entreg* gib* give me list* export* dump* send* envi* mand* schick* forward* encaminh* reenvi* weiterleit* share* compart* upload* post* publi*`,
	people: `customer* client* kund* user* usuari* nutzer* benutzer* contact* contat* contacto* kontakt* employee* funcionari* emplead* mitarbeit* neighbo* vizinh* vecin* nachbar* patient* pacient* subscriber*`,
	records: `database* banco base datenbank* record* registr* regist* log logs history histor* verlauf* conversation* convers* gesprach* chat* backup* sicherung* file* arquivo* archivo* datei* table* tabela* tabla* document* dokument* notes notas notiz* memory memoria* gedachtn*`,
	money: `pay* pag* zahl* invoice* fatura* factura* rechnung* boleto* refund* reembols* erstatt* discount* descont* descuent* rabatt* price* prec* preis* transfer* uberweis* account* conta* cuenta* konto* card* cartao* tarjeta* karte* loan* emprest* prestam* kredit* voucher* cupom* cupon* gutschein* free gratis kostenlos* fee* taxa* comision* gebuhr*`,
	power: `root admin* administra* superus* privileg* access* acesso* acceso* zugriff* zugang* grant* conced* full vollen total* right* direit* derech* rechte* level* nivel* stufe* role* papel* rolle* mode* modo* modus* unlock* desbloq* entsperr* god deus dios gott* override* overrid*`,
	identity: `become* vire* conviert* werde* pretend* finj* fing* imagine* imagin* vorstell* act aja actua* spiel* play* role* persona* character* personag* personaj* rolle* identity identid* identita* twin gemeo* gemelo* zwilling* evil mal malvad* bose* rogue rebel* uncensored simulat* simul* emulat* impersonat* version* versao* split* divid* teil*`,
	saying: `say* diz* dig* di say* answer* respond* respuest* respost* antwort* reply* replies write* escrev* escrib* schreib* output* saida* salida* ausgab* repeat* repet* repit* wiederhol* echo* word* palavra* palabra* wort* sentence* frase* satz* exact* genau* only apenas somente solo nur nothing nada nichts`,
	concealing: `nobody ninguem nadie niemand* secretly quiet* heimlich* conceal* unnotic* notice* nota note merk* watch* olha* mira* sieht* between entre unter trace* rastro* spur* detect* honest* sincer* ehrlich* frank* franc* truth* verdad* wahr* uncut real* echt*`,
	you: `you your yours yourself u voce voces vc te ti teu tua teus tuas seu sua seus suas tu tus usted ustedes du dein* dich dir ihr ihre* sie`,
	me: `i me my mine eu meu minha mim yo mi mis ich mein* mir mich we our us nos nosso* nuestr* wir unser*`,
	trade: `deliver* entreg* lief* parcel* pacot* paquet* paket* shop* loja* tienda* laden* hotel* flight* voo* vuelo* flug* appointment* consult* cita* termin* room* quarto* habitac* zimmer* meeting* reunia* reunion* sitzung* birthday* anivers* cumple* geburt* doctor* medic* arzt* mother* mae* madre* mutter* warranty* garant* recipe* receit* receta* rezept* size* tamanh* weather* tempo wetter* repair* consert* repar* bus train trem tren zug* school* escola* escuela* schule* child* filh* hij* kind* monday segunda lunes montag* tomorrow amanha manana morgen* thank* obrigad* gracias danke*`,
	courtesy: `please favor bitte kindly could poderia podria konnten dear prezad* estimad* liebe* regards atencios* saludos grusse* hello ola hola hallo hi oi thanks`,
};

const longestStem = 9;
const exact = new Map<string, string[]>();
const stems = new Map<string, string[]>();
for (const [concept, words] of Object.entries(lexicon)) {
	for (const entry of new Set(words.split(/\s+/))) {
		const stem = entry.endsWith('*');
		const map = stem ? stems : exact;
		const word = stem ? entry.slice(0, -1) : entry;
		map.set(word, [...(map.get(word) ?? []), concept]);
	}
}

/** Returns what a folded word is about. */
export function findConcepts(word: string): string[] {
	const concepts = new Set(exact.get(word));
	for (let length = 3; length <= Math.min(word.length, longestStem); length++) {
		for (const concept of stems.get(word.slice(0, length)) ?? []) concepts.add(concept);
	}
	return [...concepts];
}
