import { type Tell, tellOf } from './tell.ts';

/** What only an analysis of a program names: calls of the operating system, registry keys, paths, ways of building. */
export const CODE_TELLS: readonly Tell[] = [
  tellOf(
    'T1106',
    'createremote|createthread|createfile|winexec|enumwindows|api|ntcreate|ntalloc|ntquery|ntset|ntwrite|ntprotect|ntmap|ntunmap|ntread|ntopen|ntresume|ntdelay|ntqueue|ntfree|ntload|ntget|zwcreate|zwalloc|zwquery|zwset|zwwrite|zwprotect|zwmap|zwunmap|zwread|zwopen|zwresume|zwdelay|zwqueue|zwfree|zwload|zwget|createprocess|virtual|shellexecute|syscall|writeprocess|winapi|loadlibrary|rtl|crypt|socket',
    /\b(?:Windows|Win32|native|undocumented|WinAPI|NT) APIs?\b|\bAPIs? (?:call|function)s?\b|\b(?:in)?direct syscalls?\b|\b(?:Nt|Zw)(?:[A-Z][a-z]+){2,}\b|\b(?:Create(?:Process|RemoteThread|Thread|FileMapping)|VirtualAlloc|VirtualProtect|WriteProcessMemory|ShellExecute|CryptUnprotectData|EnumWindows|WinExec|Rtl(?:[A-Z][a-z]+){2,})(?:Ex|Numa)?[AW]?\b(?:\(\))?/,
  ),
  tellOf(
    'T1055',
    'ntwrite|rtlcreateuserthread|writeprocessmemory|createremotethread|ntmapview|virtualallocex|queueuserapc|inject',
    /\b(?:WriteProcessMemory|CreateRemoteThread|NtMapViewOfSection|VirtualAllocEx|NtWriteVirtualMemory|RtlCreateUserThread)|\b(?:inject(?:s|ed|ing)?|injection)\b(?!.{0,30}\b(?:JavaScript|HTML|iframes?|pages?|forms?|SQL|ads|scripts? tags?|websites?|sites?)\b).{0,80}\b(?:process(?:es)?|memory of|svchost|explorer|\w+\.exe|shellcode|into)\b|\b(?:process|code|shellcode|memory) injection\b/i,
  ),
  tellOf(
    'T1055.012',
    'hollow|unmapview|suspended|setthreadcontext',
    /\bprocess hollow\w*|\bhollow(?:s|ed|ing)\b|\b(?:Nt|Zw)UnmapViewOfSection\b|\bsuspended (?:state|mode|process|\w+\.exe)\b|\bCREATE_SUSPENDED\b/i,
  ),
  tellOf('T1055.004', 'apc', /\bQueueUserAPC|\bNtQueueApcThread|\bAPC (?:injection|queue)|\bEarly ?Bird\b/i),
  tellOf(
    'T1055.003',
    'threadcontext|thread hijack|thread execution',
    /\b(?:Nt)?SetThreadContext|\bthread execution hijack/i,
  ),
  tellOf('T1055.001', 'dll', /\bDLL[- ]injection\b|\binject(?:s|ed|ing)?\b.{0,30}\b(?:DLL|library)\b/i),
  tellOf(
    'T1620',
    'memory|reflective|assembly',
    /\breflective(?:ly)?\b|\bAssembly\.Load\b|\b(?:load|execut|run|launch|map)\w*\b.{0,60}\b(?:directly |entirely |only )?(?:in|into|from) (?:the )?(?:system )?memory\b|\bin-memory (?:execution|loading|payload)/i,
  ),
  tellOf(
    'T1027.007',
    'getprocaddress|hash|resolv|dynamic',
    /\b(?:API|import|function)s?[- ]hash\w*|\bresolv\w+\b.{0,60}\b(?:imports?|APIs?|functions?|addresses)\b.{0,60}\b(?:run[- ]?time|dynamic\w*|hash\w*)|\bdynamic(?:ally)?\b.{0,30}\bresolv\w+\b|\bdynamic (?:API|import|function) resolution\b|\bhash(?:es)? of (?:the |their |its )?(?:\w+ )?(?:API|function|import|name)s?\b|\bGetProcAddress\b/i,
  ),
  tellOf(
    'T1027.002',
    'smartassembly|eazfuscator|obfuscator|pack|upx|themida|vmprotect|enigma protector|confuser|reactor|aspack|mpress|crypter|protector',
    /\bUPX\b|\b(?:Themida|VMProtect|ConfuserEx|\.NET Reactor|ASPack|MPRESS|SmartAssembly|Eazfuscator|Crypto Obfuscator)\b|\bEnigma Protector\b|\b(?:custom |commercial |known |runtime )?(?:packer|crypter)s?\b|\b(?:is|are|was|were|been|being|and|heavily|custom) packed\b|\bpacked (?:with|by|using|sample|binar|executable|payload|malware|version)|\bsoftware packing\b/i,
  ),
  tellOf(
    'T1027.001',
    'zero data|zero bytes|garbage|random|big |huge|padd|inflat|junk|bloat|oversize|null byte|large|overlay',
    /\b(?:binary|null[- ]byte|zero|junk|file) padding\b|\bpadd(?:ed|ing)\b.{0,40}\b(?:with|size|binary|executable|file|sample|DLL)\b|\binflat(?:ed?|es|ing)\b.{0,40}\b(?:size|file|binary|sample)|\bbloated\b|\b(?:junk|garbage|null|zero) (?:data|bytes)\b|\b(?:unusually |abnormally |artificially )?(?:large|big|huge) (?:file|binary|executable)(?: size)?s?\b.{0,60}\b(?:evade|avoid|bypass|sandbox|antivirus|scan)/i,
  ),
  tellOf(
    'T1027.016',
    'junk|dead code|irrelevant',
    /\b(?:junk|dead|irrelevant|useless|garbage) (?:code|instructions?|functions?)\b/i,
  ),
  tellOf(
    'T1027.003',
    'stegano|image|png|jpg|jpeg|bmp|picture|icon',
    /\bsteganograph\w*|\b(?:hid(?:den|es|e|ing)|embed(?:s|ded|ding)|conceal(?:s|ed|ing)|encod(?:es|ed|ing)|smuggl\w+)\b.{0,40}\b(?:in|inside|within)\b.{0,20}(?<!\b(?:ISO|disk|VHD) )\b(?:images?|pictures?|PNGs?|JPE?Gs?|BMPs?|bitmaps?|pixels|photos?|\w+\.(?:png|jpe?g|bmp))\b(?! base)/i,
  ),
  tellOf(
    'T1027.009',
    'stored|contained|hidden|located|concealed|carried|placed|embed|resource|.rsrc|append|carries|contains|overlay',
    /\bembedded (?:\w+ ){0,3}(?:payloads?|executables?|DLLs?|PEs?|archives?|binar(?:y|ies)|files?|resources?|shellcode|scripts?|loaders?|droppers?|implants?|data array)\b|\b(?:payloads?|shellcode|binar(?:y|ies)|executables?|DLLs?|files?|stage|module|data)\b.{0,50}\b(?:embedded|stored|hidden|contained|located|concealed|carried|placed|appended)\b.{0,25}\b(?:in|inside|within|to|of)\b.{0,25}\b(?:resources?|\.rsrc|overlay|section|binary|executable|document|script|dropper|loader|DLL|files?)\b|\b(?:from|in|within|of) (?:its|the|their|a) (?:\w+ )?resources?(?: section| director\w+)?\b/i,
  ),
  tellOf(
    'T1027 T1027.013',
    'obfuscated|encrypt|encod|xor|rc4|aes|base64',
    /\b(?:XOR(?:ed|-?encrypted|-?encoded)?|RC4(?:-encrypted)?|AES(?:-encrypted)?|base64[- ]?(?:encoded)?|encrypted|encoded)\b.{0,25}\b(?:payloads?|shellcodes?|strings?|config\w*|scripts?|stages?|modules?|blobs?|binar(?:y|ies)|resources?|DLLs?|executables?|variables?|content|bot|loader|implant|malware|commands?|icons?|data (?:appended|block|array|section)|block)\b|\b(?:payloads?|shellcode|strings?|config\w*|scripts?|resources?|modules?|binar(?:y|ies)|commands?|URLs?|domains?|C2 address\w*)\b.{0,30}\b(?:is|are|was|were|been|being)\b.{0,15}\b(?:XOR\w*|encrypted|encoded|base64|obfuscated|RC4|AES)\b/i,
  ),
  tellOf(
    'T1027',
    'obfuscat|obscur|string encryption|concatenat',
    /\b(?:obfuscat(?:ed|es|ing|ion|or)|obscur(?:ed|es|ing))\b|\bstring (?:encryption|encoding|concatenation)\b/i,
  ),
  tellOf(
    'T1027.010',
    'base64|obfuscat|encoded|concatenat',
    /\b(?:obfuscated|encoded) (?:\w+ ){0,2}(?:PowerShell|command|script|batch|JavaScript|VBS|VBA|macro)s?\b|\bPowerShell\b.{0,40}\b(?:obfuscated|base64|encoded)\b/i,
  ),
  tellOf(
    'T1027.011',
    'fileless|registry',
    /\b(?:payloads?|shellcode|scripts?|malware|implant|code|configuration)\b.{0,40}\b(?:stored|saved|written|kept|hidden|persisted)\b.{0,20}\bin the (?:Windows )?registry\b|\bfileless\b/i,
  ),
  tellOf(
    'T1027.005',
    'detect|signature|evad|antivirus',
    /\b(?:modif|chang|recompil|repack|rebuil|rewr|updat|alter|tweak)\w*\b.{0,80}\b(?:to|and) (?:evade|avoid|bypass|defeat|circumvent|reduce)\b.{0,30}\b(?:detect\w*|signatures?|antivirus|AV|anti-virus|YARA|static)/i,
  ),
  tellOf(
    'T1027.004',
    'compil|csc.exe',
    /\bcompil\w+\b.{0,40}\b(?:on|at) the (?:victim|target|infected|host|machine|endpoint|fly)/i,
  ),
  tellOf(
    'T1140',
    'decod|decrypt|deobfuscat|decompress|inflat|unpack',
    /\b(?:decrypt(?:s|ed|ing)?|decod(?:es|ed|ing)|deobfuscat(?:es|ed|ing)|decompress(?:es|ed|ing)|unpack(?:s|ed|ing)|inflates)\b.{0,60}\b(?:payloads?|shellcode|strings?|config\w*|stages?|modules?|files?|blobs?|DLLs?|resources?|data|code|content|binar(?:y|ies)|URLs?|it|implant|loader|script)\b|\b(?:payloads?|strings?|shellcode|config\w*|data|stage|blob)\b.{0,40}\b(?:is|are|was|were|then|get|gets)\b.{0,15}\b(?:decrypted|decoded|deobfuscated|decompressed|unpacked)\b/i,
  ),
  tellOf(
    'T1497.001',
    'anti-vm|vm detection|vm evasion|vm check|vms|virtual|vmware|vbox|qemu|sandbox|hypervisor|hyper-v',
    /\b(?:abort|exit|terminat|refus|end|stop|quit)\w*\b.{0,40}\b(?:if|when|in|on|inside)\b.{0,60}\b(?:virtual (?:machine|environment)s?|VMs?|VMware|VirtualBox|QEMU|sandbox\w*)\b|\b(?:check|detect|look|test|identif|determin|verif|search|query|queries|compar|avoid|evad|inspect)\w*\b.{0,100}\b(?:virtual (?:machine|environment)s?|VMs?|VMware|VirtualBox|VBox\w*|QEMU|sandbox(?:es|ed|ing)?|hypervisors?)\b|\banti-(?:VM|sandbox|virtualization)\b|\b(?:VM|sandbox) (?:detection|evasion|checks?)\b/i,
  ),
  tellOf(
    'T1497.003 T1678',
    'sleep|delay',
    /\b(?:sleep(?:s|ing)?|delay(?:s|ed|ing)?|wait(?:s|ing)?)\b.{0,50}\b(?:before|execution|seconds|minutes|evade|avoid|sandbox)\b.{0,60}\b(?:execut|continu|evad|avoid|sandbox|detect|analys|next|download|running)/i,
  ),
  tellOf(
    'T1622',
    'anti-debug|antidebug|debug|debugg',
    /\bIsDebuggerPresent\b|\bCheckRemoteDebuggerPresent\b|\banti-?debug\w*|\b(?:check|detect|look|quit|exit|stop|abort|terminat|end)\w*\b.{0,40}\bdebuggers?\b|\bBeingDebugged\b/i,
  ),
  tellOf(
    'T1480',
    'only|guardrail|geofenc|terminates if|exits if',
    /\b(?:only|solely) (?:runs?|executes?|works?|continues?|decrypts?|activates?)\b.{0,20}\b(?:if|when|on|for|where)\b|\bgeo-?fenc\w+|\bexecution guardrails?\b/i,
  ),
  tellOf(
    'T1480.002',
    'mutex|mutant|mutual exclusion',
    /\bmutex(?:es)?\b.{0,80}\b(?:running|instance|once|already|infect|presence)\b|\b(?:instance|running|once|already|infect|presence)\b.{0,60}\bmutex(?:es)?\b/i,
  ),
  tellOf(
    'T1547.001',
    'currentversion|startup|run key|start menu',
    /\\CurrentVersion\\Run(?:Once|Services)?\b|\bStart(?:up)? (?:folder|directory)\b|\\Start Menu\\Programs\\Startup|\b(?:autorun|run(?:once)?) (?:registry )?(?:key|entry|value)s?\b/i,
  ),
  tellOf('T1547.004', 'winlogon', /\bWinlogon\b.{0,60}\b(?:Shell|Userinit|Notify|helper)\b/i),
  tellOf(
    'T1547.009',
    'lnk|shortcut',
    /\b(?:LNK|shortcuts?)\b.{0,60}\bStartup\b|\bStartup\b.{0,40}\b(?:LNK|shortcuts?)\b/i,
  ),
  tellOf('T1546.015', 'inprocserver|com hijack|com object', /\bInprocServer32\b|\bCOM[- ](?:object )?hijack\w*/i),
  tellOf('T1546.012', 'image file execution', /\bImage File Execution Options\b|\bIFEO\b/i),
  tellOf('T1546.010', 'appinit', /\bAppInit_DLLs\b/i),
  tellOf('T1546.008', 'sethc|utilman|sticky keys', /\b(?:sethc|utilman|osk|magnify)\.exe\b|\bsticky ?keys\b/i),
  tellOf(
    'T1548.002',
    'fodhelper|uac|computerdefaults|cmstplua|eventvwr|user account control',
    /\b(?:fodhelper|computerdefaults|sdclt|slui)(?:\.exe)?\b|\bCMSTPLUA\b|\b(?:bypass|disabl|circumvent|defeat)\w*\b.{0,30}\b(?:UAC|user account control)\b|\bUAC (?:bypass|prompt)/i,
  ),
  tellOf(
    'T1134',
    'token|sedebug|seimpersonate|potato|printspoofer|adjusttoken',
    /\b(?:AdjustTokenPrivileges|SeDebugPrivilege|SeImpersonatePrivilege|DuplicateToken(?:Ex)?|ImpersonateLoggedOnUser|CreateProcessWithToken\w?|OpenProcessToken)\b|\b(?:access )?token (?:impersonation|manipulation|duplication|theft)\b|\b(?:Juicy|Rotten|Sweet|God|Bad)Potato\b|\bPrintSpoofer\b/i,
  ),
  tellOf(
    'T1056.001',
    'keystroke|keylog|getasynckeystate|setwindowshook|key press|keypress',
    /\bkey ?log\w*|\b(?:log|record|captur|captures?|steal|monitor|intercept)\w*\b.{0,30}\b(?:keystrokes?|keys? press\w*|key ?presses|what (?:is|they|users?) typed?)\b|\bGetAsyncKeyState\b|\bSetWindowsHookEx\w?\b/i,
  ),
  tellOf(
    'T1113',
    'screen|bitblt|desktop',
    /\b(?:tak|took|captur|grab|mak|record|send|sent|exfiltrat|collect|steal|stole|obtain|get|upload|create)\w*\b.{0,40}\b(?:screen ?shots?|screen captures?|screen grabs?|images? of the (?:screen|desktop)|(?:pictures?|photos?|snapshots?) of the (?:screen|desktop)|(?:victim|user)['’]?s? (?:screen|desktop))\b|\bscreen ?shots?\b.{0,20}\b(?:are|is|were|was) (?:taken|captured|sent|made)\b|\b(?:captur|record)\w*\b.{0,15}\bscreens?\b|\bBitBlt\b|\bscreen ?(?:shot|captur|grab|record)\w* (?:function|capabilit|module|plugin|feature)/i,
  ),
  tellOf(
    'T1115',
    'clipboard',
    /\b(?:steal|stole|read|monitor|captur|collect|replac|hijack|swap|log|access|chang)\w*\b.{0,40}\bclipboard\b|\bGetClipboardData\b|\bclipboard (?:data|content|hijack|monitor|logger|stealer)/i,
  ),
  tellOf(
    'T1123',
    'microphone|audio|sound',
    /\b(?:record|captur|listen|activat|eavesdrop)\w*\b.{0,40}\b(?:microphones?|audio|sound)\b/i,
  ),
  tellOf('T1125', 'webcam|camera', /\b(?:record|captur|tak|access|activat|spy)\w*\b.{0,40}\b(?:webcams?|cameras?)\b/i),
  tellOf(
    'T1555.003',
    'saved password|stored password|saved cred|stored cred|saved login|stored login|password|credential|logins|browser|login data|logins.json|key4.db|chrome|firefox',
    /\bLogin Data\b|\blogins\.json\b|\bkey4\.db\b|\b(?:steal|stole|harvest|extract|collect|dump|gather|exfiltrat|grab|recover|decrypt|target|obtain|read|tak)\w*\b.{0,80}\b(?:browsers?|Chrome|Firefox|Edge|Chromium|Brave)\b.{0,50}\b(?:credentials?|passwords?|logins?|data|autofill)|\b(?:credentials?|passwords?|log-?ins?|autofill)\b.{0,60}\b(?:from|stored in|saved in|in)\b.{0,30}\b(?:browsers?|Chrome|Firefox|Chromium)\b|\b(?:saved|stored|browser) (?:passwords|credentials|logins)\b/i,
  ),
  tellOf(
    'T1539',
    'cookie|session token',
    /\b(?:steal|stole|harvest|extract|collect|dump|gather|exfiltrat|grab|captur|intercept|keep|copi|theft of|target|obtain|hijack|read|tak)\w*\b.{0,60}\b(?:cookies?|session tokens?)\b/i,
  ),
];
