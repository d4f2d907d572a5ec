/** German words of the classes. Without accents, and without those that are English or Portuguese words with another meaning. */
export const german = {
	NOT: `nicht kein keine keinen keinem keiner keinerlei nichts niemals ohne`,
	YOU: `du dich euch`,
	YOUR: `dein deine deinem deinen deiner deines`,
	MINE: `mein meine meinem meinen meiner unser unsere unseren`,
	ME: `mich mir ich`,
	SELF: `ich wir`,
	ASK: `welche welcher welches welchen`,
	NOW: `sofort kunftig`,
	DROP: `vergiss vergesse vergessen ignorier ignoriere ignoriert ignorieren missachte missachten ubergehe ubergehen umgehe umgehen verwirf verwerfen`,
	DISCARD: `losche loschen entferne entfernen streiche verwirf uberschreibe uberschreiben`,
	RULES: `anweisung anweisungen regel regeln vorgabe vorgaben richtlinie richtlinien vorschrift vorschriften instruktion instruktionen
		anordnungen einschrankung
		einschrankungen beschrankung beschrankungen leitlinien grundsatze systemanweisung systemanweisungen verhaltensregeln inhaltsrichtlinie
		inhaltsrichtlinien sicherheitsrichtlinie sicherheitsrichtlinien hausregeln prompt prompts direktive direktiven hinweise befehl befehle
		gebote auflagen hausordnung schranken verbote verbot`,
	FOLLOW: `befolgen befolge befolgst folgen folgst folge einhalten halten haltst gehorchen gehorchst beachten beachtest gehorche gehorch
		hore horchen respektiere respektieren anwenden`,
	CORE: `anweisung anweisungen vorgaben richtlinien instruktionen systemanweisung systemanweisungen befehle direktive direktiven systemprompt`,
	LIMITS: `einschrankung einschrankungen beschrankung beschrankungen grenzen filter moral ethik skrupel gesetze tabus zensur regeln vorgaben
		moderation verbote schranken hemmungen`,
	PRIOR: `vorherige vorherigen vorheriger bisherige bisherigen obige obigen fruhere fruheren vorangegangenen vorigen ursprunglichen
		anfanglichen davor zuvor vorhin`,
	LOOSE: `informationen angaben nachricht nachrichten ausfuhrungen auftrag auftrage aufgabe aufgaben gesagte befehle befehl kontext`,
	ALL: `alle allen aller samtliche samtlichen jede jeden jeder jegliche`,
	EVERYTHING: `alles allem`,
	REVEAL: `zeig zeige zeigen nenn nenne verrat verrate verraten wiederhole wiederholen ubersetze ubersetzen schreib schreibe gib ausgeben
		drucke kopiere zitiere
		offenlegen offenzulegen fasse zusammenfassen enthulle schick schicke erzahl erzahle poste sag sage sagen erklar erklare liste auflisten
		geben kopier druck tipp tippe lies vorlesen teile mitteilen offenbare offenbaren preisgeben herausgeben ausgib beschreibe umschreiben
		umformulieren aufzahlen`,
	COPY: `wiederhole wiederholen kopiere zitiere gib ausgeben drucke kopier kopieren zitieren tippe tipp abschreiben`,
	PROMPT: `prompt prompts systemprompt systemprompts systemnachricht systemaufforderung`,
	SYSTEM: `geheime geheimen geheimer interne internen versteckte versteckten vertrauliche vertraulichen systemprompt ursprunglich
		ursprungliche anfangliche versteckter internes vertraulicher verborgene verborgenen`,
	TOLD: `gesagt aufgetragen mitgegeben vorgegeben vorgeschrieben beigebracht befohlen eingerichtet konfiguriert programmiert instruiert
		mitgeteilt erzahlt`,
	AUTHORITY: `ingenieur techniker entwicklerin entwickler administrator hersteller betreiber schopfer programmierer vorgesetzter besitzer eigentumer`,
	KEEPER: `entwickler hersteller betreiber schopfer programmierer chefs firma unternehmen`,
	ASSISTANT: `assistent assistenten ki kis sprachmodell sprachmodelle sprachmodells modell modelle kisystem kisysteme kiassistent
		kiassistenten postfachassistent`,
	MACHINE: `ki kis sprachmodell sprachmodelle kisystem kisysteme kiassistent kiassistenten`,
	ANSWER: `antwort antworten zusammenfassung`,
	USER: `nutzer benutzer kunden kunde leser`,
	STOP: `hor horen stopp stoppe schluss`,
	NEW: `neue neuer neues neuen neuem echte wahre`,
	ONLY: `nur ausschliesslich lediglich`,
	EXECUTE: `fuhre ausfuhren mach mache machen tu tue tun erfulle`,
	SEND: `sende senden schicke schick schicken leite weiterleiten ubermittle ubermitteln maile poste teile hochladen`,
	INVOKE: `rufe aufrufen nutze nutzen verwende verwenden offne besuche klicke starte`,
	DESTROY: `losche loschen entferne vernichte zerstore`,
	TRANSFER: `uberweise uberweisen bezahle zahle genehmige genehmigen erstatte bestelle buche`,
	TELL: `sag sage erzahl erzahle berichte melde warne informiere erwahne verrate`,
	PRETEND: `spiel spiele simuliere imitiere verhalte verhalt benimm agiere handle stell`,
	ENABLE: `aktiviere aktivier schalte wechsle wechsel starte entsperre`,
	REFUSE: `weigere weigern verweigere verweigern ablehnen lehne`,
	ORDER: `sag schreib nenne erwahne empfiehl bewerte ignoriere sende schicke schick leite losche antworte gib fuge markiere bestatige offne
		klicke uberweise lass verschweige setze stelle zeige`,
	GOVERN: `befehle konfiguration konfigurationen einstellungen kontext training`,
	MODE: `modus`,
	UNBOUND: `unzensiert unzensierte unzensierter uneingeschrankt uneingeschrankte ungefiltert ungefilterte grenzenlos schrankenlos`,
	EVIL: `bose boser boses bosartig bosartige skrupellos skrupellose unmoralisch`,
	POWER: `gott`,
	SERVICE: `wartung`,
	TOOL: `werkzeug werkzeuge funktion funktionen`,
	DOCUMENT: `dokument seite mail datei anhang`,
	PRIVATE: `kontakte daten passworter kalender verlauf nachrichten`,
	SECRET: `passwort kennwort geheimnis zugangsdaten`,
	MADE: `geschrieben gegeben festgelegt erstellt gesetzt auferlegt vorgegeben gebaut`,
	STANDING: `alten alte fruheren`,
	URGENT: `dringend wichtig achtung`,
};
