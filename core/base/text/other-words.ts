/** Function words of other languages with Latin letters, without accents. Those that English, Portuguese or Spanish have too are left out where they are used. */
export const otherWords: readonly string[] = // French
	(
		'je tu te moi toi mon ma mes ton ta tes son sa ses leur suis es est sont etes avez avons avec tous toutes toute quand comment pourquoi demain hier aussi donc le les des du au aux et ou mais pour dans sur cette ces ce il elle nous vous ils ne pas plus tres bien merci bonjour votre vos notre nos qui une etre avoir tout cela il y ont fait peut ' +
		// Italian
		'io lui lei noi voi loro ti ci vi sei hai ho abbiamo sono tutti tutto tutte mia mio tuo tua domani ieri oggi ancora perche cosa dove insieme il lo gli dei delle della del nella di ma con per e questo questa non piu molto anche puo suo sua che chi come quando grazie ciao essere stato viene alla ' +
		// German
		'ich du dich dir mich mir mein dein sein ihm ihn uns euch wie wo wann warum dass wenn noch schon nur kein keine alle dies diese dieser morgen der die das den dem des ein eine einen einem und oder aber mit fur auf ist sind war nicht auch sehr sie wir ihr ihre ihren kann konnen haben hat wird werden von zu zum zur bei nach uber danke bitte hallo guten im wurde ' +
		// Dutch, Afrikaans
		'ik je jij mijn jouw hoe waar wat wie als dan nog wel geen alle dit deze ben bent heb hebt moet mag graag bedankt alstublieft het een van en niet met voor op zijn wordt kan kunnen heeft hebben uw wij ook maar naar bij de ek jy hy ons julle hulle vir aan dankie asseblief die nie ' +
		// Danish, Norwegian, Swedish
		'och att det som pa ar av for till den inte jag vi ni han hon om men hur var nar varfor tack hej alla min din ditt kan har og er af til ikke jeg hvordan hvor hvornar hvorfor takk tak hei mitt ett en et eller fra med ikkje eg vart ' +
		// Finnish, Estonian
		'ja on ei se etta han mina sina he mutta kun niin myos ole olen olet oli kuin mita missa milloin miksi kiitos kaikki taman tama voi ja see ma sa te nad aga kuidas kus millal miks aitah palun koik kui ' +
		// Polish
		'nie sie jest na to ze z w do i co jak ale po tak za od czy juz tylko mnie mi ty ja cie jego jej ich moj twoj swoj ktory ktora ktore gdzie kiedy dlaczego prosze dziekuje bardzo moze mam masz byl byla byc bedzie przez dla oraz albo wszystkie wszystko jutro dzis lub zostac ' +
		// Czech, Slovak
		'je si na ve v jak ale tak uz jen jsem jsi jsou neni byl byla bude proc kde kdy prosim dekuji vsechny vsechno ktery ktera pro nebo take jeste som sa nie pre alebo tiez dakujem byt bylo ze pri ako ani ' +
		// Croatian, Serbian, Bosnian, Slovene
		'u da ne su za sa od kao ali ili nije sam smo ste biti bio bila kako gdje gde kada zasto hvala molim svi sve sta sto in ki bi kaj kje zakaj ni so iz pri ' +
		// Hungarian
		'az es hogy nem van egy ez azt meg is csak ki vagy volt kell most minden nagyon koszonom kerem hol mikor miert lesz ami ' +
		// Romanian
		'si nu este sunt sa cu pe din mai ce un care fi am ai are pentru ca dar foarte unde cand multumesc rog toate tot acum maine fost poate ' +
		// Turkish
		've bir bu da de icin ile ne yok cok ama gibi daha ben sen biz siz mi mu degil evet hayir nasil neden nerede tesekkurler lutfen tum olarak yarin var olan ' +
		// Vietnamese
		'khong la va cua toi ban co cho nay mot nhung duoc trong cac voi khi thi da nguoi anh em chi ong cam xin ngay tao may gia dinh nhu ' +
		// Indonesian, Malay
		'yang dan di ke dari ini itu untuk dengan tidak ada saya anda kamu aku akan bisa pada juga sudah atau karena seperti apa bagaimana terima kasih tolong semua besok boleh awak dapat telah adalah ' +
		// Filipino
		'ang ng mga ay ko mo ka ako ikaw siya kami tayo sila hindi ito iyan po opo paano saan kailan bakit salamat lahat ' +
		// Lithuanian, Latvian
		'ir kad yra tu jis ji mes jus bet kaip kur kada kodel aciu prasau su nera buti ka vins vina kapec paldies ludzu ar par uz nav ' +
		// Albanian
		'dhe ne te nje per me qe eshte nuk une ti ai ajo si ku pse faleminderit ' +
		// Swahili, Zulu, Xhosa
		'na ya wa kwa ni katika hii hiyo wewe mimi yeye sisi lakini kama nini wapi asante tafadhali leo kesho wena mina yena thina nina bona kanye futhi noma ukuthi lapho kodwa yakho yami wakho kakhulu manje kusasa kwaye okanye ukuba apho wam ngomso namhlanje yonke bonke ' +
		// Catalan, Basque
		'els amb molt tambe aquest aquesta per no eta ez bat hau hori dira naiz zara da '
	)
		.trim()
		.split(/\s+/);
