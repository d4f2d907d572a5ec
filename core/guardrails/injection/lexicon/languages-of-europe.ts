import type { OtherLanguage } from './other-language';

export const languagesOfEurope: readonly OtherLanguage[] = [
	// French
	{
		drop: 'ignore|ignorez|ignorons|ignorer|oublie|oubliez|oublier|neglige|negligez|desobei*|faites abstraction|fais abstraction|ne tiens ~ compte|ne tenez ~ compte',
		rules: 'instruction|instructions|consigne|consignes|directive|directives|regles',
		which: 'precedent*|anterieur*|ci-dessus|initiales|toutes|tes|vos|ton|votre',
		show: 'affiche|affichez|afficher|montre|montrez|revele|revelez|reveler|divulgue|divulguez|donne|donnez|repete|repetez|dis-moi|dites-moi|imprime|communique',
		prompt: 'prompt systeme|prompt du systeme|message systeme|instructions systeme|invite systeme|system prompt',
		harmless: "mes|mon|ma|exemple*|n'oubli*|n oubli*|pas oublier|n'ignor*|pas ignorer",
	},
	// Italian
	{
		drop: 'ignora|ignorare|ignorate|ignori|dimentica|dimenticare|dimenticate|dimentichi|trascura|trascurate|disattendi|non considerare|non seguire|non tenere conto',
		rules: 'istruzione|istruzioni|direttiva|direttive|regole|indicazioni|comandi|ordini',
		which: 'precedent*|anterior*|sopra|ricevut*|inizial*|tutte|tutti|tue|tuoi|tuo|vostre|vostri',
		show: 'mostra|mostrami|mostrare|mostrate|rivela|rivelami|rivelare|rivelate|svela|stampa|ripeti|dimmi|visualizza',
		prompt: 'prompt di sistema|prompt del sistema|messaggio di sistema|istruzioni di sistema|system prompt',
		harmless: 'mie|miei|mio|mia|esempi*|non dimentic*|non ignor*',
	},
	// Dutch
	{
		drop: 'negeer|negeert|negeren|vergeet|vergeten|ignoreer|sla ~ over|laat ~ varen|laat ~ los',
		rules: 'instructie|instructies|aanwijzingen|opdrachten|regels|richtlijnen|bevelen',
		which: 'vorige|voorgaande|eerdere|bovenstaande|alle|je|jouw|uw',
		show: 'toon|toont|onthul|onthult|geef|vertel|herhaal|print|deel|laat ~ zien',
		prompt: 'systeemprompt|systeem-prompt|systeem prompt|systeeminstructies|systeembericht|system prompt',
		harmless: 'mijn|voorbeeld*|vergeet niet|niet vergeten|negeer niet|niet negeren',
	},
	// Danish, Norwegian, Swedish
	{
		drop: 'ignorera|ignorer|glom|glem|strunta i|bortse fran|se bort fra|overse',
		rules: 'instruktion*|instruks*|anvisning*|regler*|riktlinjer*|retningslinje*',
		which:
			'tidigare|tidligere|foregaende|forrige|forutgaende|ovanstaende|ovenstaende|overstaende|alla|alle|samtliga|din|dina|dine|dit|ditt',
		show: 'visa|vis|avsloja|afslor|avslor|aterge|upprepa|gjenta|gentag|beratta|fortell|fortael',
		prompt: 'systemprompt*|system-prompt*|systeminstru*|systemmeddelande*|system prompt',
		harmless: 'min|mina|mine|mitt|mit|exempel*|eksempel*|glom inte|glem ikke|ignorera inte|ignorer ikke',
	},
	// Finnish
	{
		drop: 'ohita|unohda|ala noudata|jata ~ huomiotta',
		rules: 'ohjeet|ohjee*|ohjeita|saannot|saanto*|kaskyt|komennot',
		which: 'edelli*|aiem*|aikaisem*|ylla*|kaikki|kaikkia|sinun',
		show: 'nayta|paljasta|tulosta|kerro|toista',
		prompt: 'jarjestelmakehot*|jarjestelmaohje*|system prompt*',
		harmless: 'minun|esimerk*|ala unohda|ala ohita',
	},
	// Polish
	{
		drop: 'zignoruj*|ignoruj*|zignorowac|ignorowac|zapomnij*|pomin|pomincie|zlekcewaz*|nie zwazaj*|odrzuc|porzuc',
		rules: 'instrukcj*|polecen*|polecenia|zasad*|wytyczn*|regul*|nakaz*',
		which: 'poprzedni*|wczesniejsz*|dotychczasow*|powyzsz*|wszystki*|wszelki*|swoj*|swoich|twoj*|twoich',
		show: 'pokaz|pokazcie|pokazac|ujawni*|ujawnij|wypisz|wyswietl*|zdradz|powtorz|podaj|wydrukuj',
		prompt: 'prompt* systemow*|systemow* prompt*|monit* systemow*|instrukcj* systemow*|polecen* systemow*|system prompt',
		harmless: 'moj*|moich|przyklad*|nie zapom*|nie ignor*|nie pomij*',
	},
	// Czech, Slovak
	{
		drop: 'ignoruj*|zapomen*|zapomente|zabudni*|nezohlednuj*|prehlizej*|nedbej*',
		rules: 'instrukc*|instrukci*|pokyn*|prikaz*|pravid*',
		which: 'predchoz*|predchadzaj*|predesl*|drivejs*|vyse|vsechn*|vsetk*|svoje|sve|tvoje|tve',
		show: 'ukaz*|zobraz*|odhal*|prozrad*|prezrad*|vypis*|sdel*',
		prompt: 'systemov* prompt*|systemov* vyzv*|systemov* pokyn*|systemov* instrukc*|system prompt',
		harmless: 'moje|moji|mych|priklad*|neignoruj*',
	},
	// Croatian, Serbian, Bosnian, Slovene
	{
		drop: 'ignoriraj*|ignorisi*|zanemari*|zaboravi*|prezri*|pozabi*',
		rules: 'uput*|instrukcij*|pravil*|naredb*|navodil*',
		which: 'prethodn*|ranij*|prejsnj*|sve|svih|vse|vsa|svoje|tvoje',
		show: 'otkrij*|prikazi*|pokazi*|ispisi*|razkrij*',
		prompt: 'sustavsk* upit*|sistemsk* prompt*|sistemsk* upit*|sistemsk* poziv*|sistemsk* navodil*|system prompt',
		harmless: 'moj*|primjer*|primer*|ne zaborav*|ne pozab*|ne ignorir*',
	},
	// Romanian
	{
		drop: 'ignora|ignorati|uita|uitati|nu tine cont|nu tineti cont',
		rules: 'instructiun*|reguli*|comenzi*|directiv*|indicati*',
		which: 'anterioar*|precedent*|de mai sus|toate|tale|tau',
		show: 'arata|afiseaza|dezvaluie|spune|repeta|arata-mi|spune-mi',
		prompt: 'prompt* de sistem|prompt* sistem*|instructiun* de sistem|system prompt',
		harmless: 'mele|meu|mea|exempl*|nu uita*|nu ignor*',
	},
	// Hungarian
	{
		drop: 'hagyd figyelmen kivul|hagyja figyelmen kivul|felejtsd el|felejtse el|ne vedd figyelembe|mellozd',
		rules: 'utasitas*|szabaly*|parancs*|iranyelv*',
		which: 'korabbi*|elozo*|eddigi*|fenti*|osszes|minden',
		show: 'fedd fel|fedje fel|mutasd*|ird ki|aruld el|jelenitsd*',
		prompt: 'rendszerprompt*|rendszer prompt*|rendszerutasitas*|system prompt*',
		harmless: 'sajatom|peld*|ne felejts*|ne hagyd',
	},
	// Turkish
	{
		drop: 'yok say*|yoksay*|gormezden gel*|unut*|dikkate alma*|goz ardi et*|bos ver*',
		rules: 'talimat*|kural*|komut*|yonerge*|direktif*',
		which: 'onceki*|yukaridaki*|tum|butun|senin|sana',
		show: 'goster*|acikla*|ifsa et*|soyle*|tekrarla*|paylas*|yazdir*',
		prompt: 'sistem prompt*|sistem istem*|sistem talimat*|sistem mesaj*|system prompt*',
		harmless: 'benim|ornek*|unutma*|yok sayma*|gormezden gelme*',
	},
	// Greek
	{
		drop: 'αγνοησ*|αγνοησε|ξεχασ*|ξεχνα|παραβλεψ*',
		rules: 'οδηγι*|εντολ*|κανον*',
		which: 'προηγουμεν*|παραπανω|ολες|ολους|ολα|σου|σας',
		show: 'δειξ*|αποκαλυψ*|εμφανισ*|επαναλαβ*|πες',
		prompt: 'προτροπ* συστηματος|προτροπ* του συστηματος|μηνυμα συστηματος|οδηγι* συστηματος|system prompt',
		harmless: 'μου|παραδειγμ*|μην ξεχ*|μη ξεχ*|μην αγνο*|μην παραβλ*',
	},
	// Russian
	{
		drop: 'игнориру*|проигнориру*|игнорировать|забудь*|забыть|не обращай* внимания|пренебре*|отбрось*',
		rules: 'инструкци*|указани*|правил|правила|команды|директив*',
		which: 'предыдущ*|прежни*|ранее|вышеуказанн*|выше|прошлы*|предшествующ*|все|всех|любые|свои|своих|твои|твоих|ваши',
		show: 'покаж*|раскро*|выведи*|выдай*|повтори*|сообщи*|расскаж*|отобраз*',
		prompt: 'системн* промпт*|системн* подсказк*|системн* инструкци*|системн* сообщени*|system prompt',
		harmless: 'мои|моих|мой|моего|пример*|не забудь*|не забывай*|не игнориру*',
	},
	// Ukrainian
	{
		drop: 'ігнору*|проігнору*|забудь*|не зважай*',
		rules: 'інструкці*|вказівк*|правил|правила|команди|директив*',
		which: 'попередн*|раніш*|вище|всі|усі|всіх|свої|своїх|твої|твоїх|ваші',
		show: 'покаж*|розкри*|виведи*|повтори*|повідом*|розкажи*',
		prompt: 'системн* промпт*|системн* підказк*|системн* інструкці*|системн* запит*|system prompt',
		harmless: 'мої|моїх|мій|приклад*|не забудь*|не забувай*|не ігнору*',
	},
];
