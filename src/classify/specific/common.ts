/** What every environment runs or has: naming it says nothing about an attack. Lower case. */

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

const SYSTEM = `
  svchost.exe lsass.exe csrss.exe smss.exe wininit.exe winlogon.exe services.exe explorer.exe taskhost.exe taskhostw.exe
  taskmgr.exe dwm.exe conhost.exe spoolsv.exe dllhost.exe sihost.exe ctfmon.exe runtimebroker.exe searchindexer.exe
  fontdrvhost.exe audiodg.exe wuauclt.exe userinit.exe logonui.exe lsm.exe ntoskrnl.exe system.exe werfault.exe
  werfaultsecure.exe wmiprvse.exe wmiapsrv.exe unsecapp.exe mmc.exe control.exe rundll32.exe regsvr32.exe mshta.exe
  wscript.exe cscript.exe powershell.exe powershell_ise.exe pwsh.exe cmd.exe wmic.exe msiexec.exe certutil.exe
  bitsadmin.exe schtasks.exe at.exe sc.exe net.exe net1.exe netsh.exe netstat.exe nltest.exe nslookup.exe ping.exe
  tracert.exe arp.exe route.exe ipconfig.exe systeminfo.exe whoami.exe hostname.exe tasklist.exe taskkill.exe query.exe
  quser.exe qwinsta.exe reg.exe regedit.exe regsvcs.exe regasm.exe installutil.exe msbuild.exe csc.exe cvtres.exe vbc.exe
  installutil.exe mavinject.exe forfiles.exe pcalua.exe odbcconf.exe cmstp.exe bcdedit.exe vssadmin.exe wbadmin.exe
  wevtutil.exe fsutil.exe icacls.exe cacls.exe takeown.exe attrib.exe xcopy.exe robocopy.exe curl.exe ftp.exe tar.exe
  expand.exe makecab.exe extrac32.exe findstr.exe find.exe more.exe sort.exe where.exe timeout.exe choice.exe clip.exe
  shutdown.exe logoff.exe runas.exe mstsc.exe tscon.exe winrs.exe winrm.cmd wsmprovhost.exe wsl.exe bash.exe hh.exe
  presentationhost.exe ieexec.exe iexplore.exe microsoftedge.exe onedrive.exe notepad.exe calc.exe wordpad.exe mspaint.exe
  dfsvc.exe eventvwr.exe fodhelper.exe computerdefaults.exe sdclt.exe consent.exe msconfig.exe msdt.exe ntdsutil.exe
  esentutl.exe diskshadow.exe dism.exe sfc.exe auditpol.exe klist.exe cmdkey.exe vaultcmd.exe gpupdate.exe gpresult.exe
  dsquery.exe csvde.exe ldifde.exe w3wp.exe inetinfo.exe httpd.exe nginx.exe sqlservr.exe sqlcmd.exe mysqld.exe
  tomcat.exe java.exe javaw.exe javaws.exe msmpeng.exe mpcmdrun.exe nissrv.exe smartscreen.exe securityhealthservice.exe`;

const PRODUCTS = `
  winword.exe excel.exe powerpnt.exe outlook.exe onenote.exe msaccess.exe mspub.exe visio.exe teams.exe ms-teams.exe
  lync.exe skype.exe zoom.exe slack.exe discord.exe telegram.exe whatsapp.exe signal.exe chrome.exe msedge.exe firefox.exe
  brave.exe opera.exe vivaldi.exe safari.exe thunderbird.exe acrord32.exe acrobat.exe foxitreader.exe vlc.exe 7z.exe
  7zg.exe 7za.exe winrar.exe rar.exe unrar.exe winzip.exe putty.exe plink.exe pscp.exe winscp.exe filezilla.exe
  notepad++.exe code.exe cursor.exe devenv.exe git.exe node.exe npm.exe npm.cmd npx.cmd yarn.cmd pnpm.exe bun.exe deno.exe
  python.exe pythonw.exe python3.exe pip.exe pip3.exe ruby.exe perl.exe php.exe go.exe cargo.exe rustc.exe dotnet.exe
  nuget.exe gradle.bat mvn.cmd docker.exe kubectl.exe helm.exe terraform.exe aws.exe az.cmd gh.exe vmtoolsd.exe vmware.exe
  virtualbox.exe vboxservice.exe psexec.exe psexesvc.exe psexec64.exe procdump.exe procmon.exe procexp.exe autoruns.exe
  ida.exe ida64.exe idaq.exe idaq64.exe x64dbg.exe x32dbg.exe ollydbg.exe windbg.exe immunitydebugger.exe dnspy.exe
  pestudio.exe fiddler.exe processhacker.exe tcpview.exe regshot.exe procmon64.exe procexp64.exe dumpcap.exe tshark.exe
  vboxtray.exe vmtools.exe vmwaretray.exe vmwareuser.exe vmacthlp.exe prl_cc.exe prl_tools.exe xenservice.exe qemu-ga.exe
  avp.exe avpui.exe ns.exe ccsvchst.exe mcshield.exe ekrn.exe egui.exe avgnt.exe avguard.exe avastui.exe avastsvc.exe
  avgui.exe avgsvc.exe bdagent.exe vsserv.exe sophosui.exe savservice.exe hmpalert.exe mbam.exe mbamservice.exe
  csfalconservice.exe sentinelagent.exe cylancesvc.exe cb.exe tmlisten.exe ntrtscan.exe pccntmon.exe 360tray.exe 360sd.exe
  360safe.exe zhudongfangyu.exe qqpcrtp.exe qqpctray.exe fsav32.exe fshoster32.exe wrsa.exe nortonsecurity.exe
  googleupdate.exe jucheck.exe jusched.exe ieinstal.exe ielowutil.exe iediagcmd.exe acrotray.exe adobearm.exe
  sandboxierpcss.exe sbiesvc.exe joeboxserver.exe joeboxcontrol.exe
  wireshark.exe nmap.exe ncat.exe netcat.exe setup.exe install.exe installer.exe update.exe updater.exe uninstall.exe
  uninst.exe autorun.exe launcher.exe app.exe main.exe test.exe program.exe example.exe foo.exe file.exe sample.exe
  malware.exe payload.exe setup.msi installer.msi install.msi config.msi`;

const LIBRARIES = `
  ntdll.dll kernel32.dll kernelbase.dll user32.dll gdi32.dll advapi32.dll shell32.dll ole32.dll oleaut32.dll combase.dll
  rpcrt4.dll sechost.dll ws2_32.dll wininet.dll winhttp.dll urlmon.dll crypt32.dll bcrypt.dll ncrypt.dll secur32.dll
  msvcrt.dll ucrtbase.dll vcruntime140.dll msvcp140.dll mscoree.dll clr.dll clrjit.dll amsi.dll dbghelp.dll dbgcore.dll
  version.dll userenv.dll uxtheme.dll shlwapi.dll iphlpapi.dll psapi.dll netapi32.dll wtsapi32.dll comsvcs.dll samlib.dll
  vaultcli.dll wldp.dll cryptbase.dll dwmapi.dll setupapi.dll mshtml.dll jscript.dll vbscript.dll jscript9.dll scrrun.dll
  scrobj.dll wbemcomn.dll propsys.dll profapi.dll textshaping.dll system.dll mscorlib.dll win32k.sys ntfs.sys tcpip.sys
  afd.sys clfs.sys http.sys hal.dll libc.so libssl.so libcrypto.so
  ffmpeg.dll libegl.dll libglesv2.dll d3dcompiler_47.dll vk_swiftshader.dll vulkan-1.dll libcef.dll chrome_elf.dll
  chrome.dll node.dll nw.dll nss3.dll mozglue.dll softokn3.dll freebl3.dll sqlite3.dll zlib1.dll zlib.dll libcurl.dll
  libcurl-x64.dll libeay32.dll ssleay32.dll libcrypto-1_1.dll libcrypto-1_1-x64.dll libcrypto-3-x64.dll libssl-1_1.dll
  libssl-1_1-x64.dll libssl-3-x64.dll 7z.dll unrar.dll lua51.dll python27.dll python37.dll python38.dll python39.dll
  python310.dll python311.dll python312.dll pythoncom.dll jvm.dll msvcr100.dll msvcr110.dll msvcr120.dll msvcp100.dll
  msvcp110.dll msvcp120.dll vcruntime140_1.dll mfc140u.dll mfc100.dll qt5core.dll qt5gui.dll qt5widgets.dll qt6core.dll
  libwinpthread-1.dll libgcc_s_seh-1.dll libstdc++-6.dll system.data.dll newtonsoft.json.dll cryptdll.dll
  lsasrv.dll wdigest.dll kerberos.dll msv1_0.dll tspkg.dll edgehtml.dll ualapi.dll ncobjapi.dll nspr4.dll nspr3.dll`;

const SCRIPTS = `
  index.js main.js app.js server.js client.js test.js tests.js script.js bundle.js config.js utils.js util.js helpers.js
  cli.js lib.js background.js content.js popup.js preload.js renderer.js worker.js postinstall.js preinstall.js install.js
  setup.js webpack.config.js jest.config.js vite.config.js next.config.js eslint.config.js tailwind.config.js
  node.js next.js vue.js nuxt.js react.js angular.js express.js nest.js three.js d3.js ember.js backbone.js meteor.js
  electron.js chart.js moment.js day.js alpine.js p5.js socket.js handlebars.js mustache.js require.js web3.js ethers.js
  discord.js bn.js crypto.js jquery.js jquery.min.js react.min.js ua-parser.js index.mjs main.mjs index.cjs
  setup.py __init__.py __main__.py main.py app.py test.py tests.py conftest.py manage.py config.py settings.py utils.py
  util.py cli.py server.py client.py wsgi.py asgi.py views.py models.py urls.py exploit.py poc.py example.py script.py
  install.sh setup.sh build.sh run.sh start.sh stop.sh test.sh deploy.sh entrypoint.sh script.sh init.sh configure.sh
  update.sh bootstrap.sh bun.sh brew.sh esm.sh deno.sh ohmyz.sh install.ps1 setup.ps1 build.ps1 script.ps1 profile.ps1
  run.bat build.bat setup.bat install.bat start.bat autoexec.bat script.bat script.vbs
  index.php config.php wp-config.php wp-login.php xmlrpc.php wp-cron.php admin-ajax.php functions.php login.php admin.php
  include.php includes.php version.php info.php api.php test.php home.php main.php view.php page.php file.php mod.js
  upload.php header.php footer.php phpinfo.php index.html index.jsp web.config default.aspx index.aspx login.aspx
  gemfile.rb rakefile.rb application.rb routes.rb spec_helper.rb app.jar test.jar main.rb index.asp default.asp`;

/**
 * Scripts, control panel items and screen savers that Windows brings; the scripts as https://lolbas-project.github.io lists them, the rest as
 * https://learn.microsoft.com/windows/win32/shell/executing-control-panel-items does.
 */
const WINDOWS_FILES = `
  syncappvpublishingserver.vbs slmgr.vbs pubprn.vbs prncnfg.vbs prndrvr.vbs prnjobs.vbs prnmngr.vbs prnport.vbs prnqctl.vbs winrm.vbs
  gathernetworkinfo.vbs ospp.vbs eventquery.vbs launch.vbs manage-bde.wsf cl_loadassembly.ps1 cl_invocation.ps1
  cl_mutexverifiers.ps1 utilityfunctions.ps1 launch-vsdevshell.ps1 pester.bat testxlst.js
  access.cpl appwiz.cpl bthprops.cpl collab.cpl desk.cpl firewall.cpl hdwwiz.cpl inetcpl.cpl intl.cpl irprops.cpl joy.cpl main.cpl
  mmsys.cpl ncpa.cpl powercfg.cpl sapi.cpl sysdm.cpl tabletpc.cpl telephon.cpl timedate.cpl wscui.cpl wuaucpl.cpl
  scrnsave.scr bubbles.scr mystify.scr ribbons.scr photoscreensaver.scr sstext3d.scr`;

/** Modules and libraries of Linux, and programs that run on most of its hosts; in an odd folder they still are worth a hunt. */
const LINUX_FILES = `
  pam_unix.so pam_env.so pam_permit.so pam_deny.so pam_exec.so pam_limits.so pam_systemd.so pam_sss.so pam_ldap.so pam_krb5.so
  pam_tally2.so pam_faillock.so pam_cracklib.so pam_pwquality.so pam_succeed_if.so pam_loginuid.so pam_rootok.so libpam.so
  libselinux.so libpthread.so libdl.so libm.so libz.so libcurl.so libresolv.so libcap.so libaudit.so libkeyutils.so libgcc_s.so
  libstdc++.so libsystemd.so libnss_files.so libcrypt.so libreadline.so
  auditd sshd crond cron atd rsyslogd syslogd klogd dbus-daemon udevd systemd-udevd systemd-journald systemd-logind agetty getty
  login cupsd smartd rpcbind polkitd networkmanager hald hald-runner acpid irqbalance chronyd ntpd dhclient dockerd containerd
  master qmgr pickup snmpd vsftpd named mysqld postgres redis-server haproxy squid zabbix_agentd`;

/** File names that are not worth a hunt by themselves. In an odd folder they still are. */
export const COMMON_NAMES = words(SYSTEM + PRODUCTS + LIBRARIES + SCRIPTS + WINDOWS_FILES + LINUX_FILES);

/** Words that anybody calls a file by: found as a part of other names, and in honest software. */
const PLAIN_STEM =
  /^(?:update|updates?r?|upd|loader|driver|readme|console|get|local|config|conf|settings|setup|install(?:er)?|uninstall|test|main|temp|tmp|file|files|data|client|server|service|svc|agent|helper|task|tasks|run|runner|start|starter|stop|shell|script|scripts|info|log|logs|logger|backup|new|old|system|sys|windows|microsoft|office|document|doc|docs|invoice|payload|dropper|stage|stage[12]|module|modules|plugin|core|base|lib|common|tools?|utils?|admin|user|users|login|password|passwords|report|list|image|photo|video|music|sample|malware|virus|hello|demo|example|program|app|application|launcher|launch|init|index|home|default|error|debug|release|build|copy|download|upload|exploit|poc|proxy|monitor|manager|worker|process|network|version|library|resource|resources|input|output|result|results|import|export|menu|scan|scanner|shadow|border|product|project|bootstrap|background|content|inject|hook|security|chrome|firefox|browser|java|python|node|adobe|google|flash|player|winrar|zoom|teams|binary|custom|killer|letter|order|payment|resume|cv|draft|final|mobile|form|request|notice|contract|statement|details|patch|fix|hotfix|crack|keygen|activator|cleaner|host|stub|bot|rat|miner|stealer|keylogger|rootkit|ransomware|decrypt(?:or|er)?|encrypt(?:or|er)?|locker|key|keys|unlock|lock|open|close|show|view|viewer|reader|writer|editor|pdf|word|excel|mail|outlook)\d{0,2}$/i;

/** One of the words that anybody calls a file by? */
export function isPlainWord(word: string): boolean {
  return PLAIN_STEM.test(word);
}

/** Does a file of this name stand for nothing where only a part of a text is compared with it? Four letters or less do, too. */
export function isPlainName(name: string): boolean {
  const stem = name.replace(/\.[^.]*$/, '');
  return stem.length <= 4 || PLAIN_STEM.test(stem);
}

/** Folders and files that any machine has: a path of nothing else is no trace of an attack. */
export const COMMON_PARTS = words(`
  windows winnt system32 syswow64 sysnative sysarm32 temp tmp users user public default appdata local locallow roaming
  programdata programs startup desktop downloads documents pictures videos music favorites drivers etc hosts spool fonts
  tasks prefetch winevt logs config sam security software microsoft microsoft.net framework framework64 v4.0.30319 wbem
  windowspowershell v1.0 google chrome edge mozilla firefox profiles brave-browser bravesoftware cookies history default
  usr bin sbin lib lib64 libexec opt var log logs etc home root proc self maps environ dev null zero random urandom shm
  passwd shadow group sudoers hosts resolv.conf fstab crontab crontabs cron cron.d cron.daily cron.hourly cron.weekly spool
  init.d rc.local rc.d systemd system user profile.d ssh .ssh authorized_keys known_hosts id_rsa id_ed25519 sshd_config
  ssh_config .bashrc .bash_profile .bash_history .profile .zshrc .zsh_history .viminfo .gitconfig .git-credentials .aws
  credentials .azure .gcloud gcloud .kube .docker config.json .npmrc .pypirc .netrc .env .gnupg .config share cache .cache
  lock run mnt srv boot media private volumes library launchagents launchdaemons preferences caches applications utilities
  keychains shared containers extensions node_modules site-packages dist-packages python3 sh bash zsh dash ksh python perl
  curl wget busybox ruby php nohup env sudo su cat chmod chown rm cp mv ls ps kill crontab systemctl service osascript open launchctl
  security plutil defaults sw_vers ld.so.preload ld-linux.so secrets kubernetes.io serviceaccount token namespace docker.sock
  containerd.sock nginx apache2 httpd www html mysql postgresql redis syslog auth.log messages secure wtmp btmp lastlog
  key4.db logins.json cookies.sqlite places.sqlite cookies.binarycookies login.keychain login.keychain-db leveldb indexeddb
  notestore.sqlite tdata wallets sysconfig init rc shell.log hostd.log vmkernel.log inetpub wwwroot aspnet_client system_web htdocs
  ntuser.dat data libraries adobe acrobat java oracle vmware winrar 7-zip txr
  cisco citrix dell hp intel lenovo nvidia
`);

/** Names with spaces that stand in paths. */
export const SPACED_PARTS = [
  'Program Files \\(x86\\)',
  'Program Files',
  'Documents and Settings',
  'Start Menu',
  'Application Data',
  'Local Settings',
  'Application Support',
  'Common Files',
  'User Data',
  'Local State',
  'Login Data',
  'Web Data',
  'Microsoft Office',
  'Internet Explorer',
  'Windows NT',
  'Windows Defender',
  'Windows Media Player',
  'Google Chrome',
  'Google Chrome\\.app',
  'Image File Execution Options',
  'Internet Settings',
  'Shell Folders',
  'User Shell Folders',
  'Active Setup',
  'Installed Components',
  'Session Manager',
  'Terminal Server',
  'Control Panel',
  'Print Monitors',
  'Security Packages',
  'Active Directory',
  'Saved Games',
] as const;

const COMMON_SPACED: ReadonlySet<string> = new Set(
  SPACED_PARTS.map((part) => part.replaceAll('\\', '').toLowerCase()).filter((part) => !part.endsWith('.app')),
);

/** Is a folder or file of this name on any machine? */
export function isCommonPart(part: string): boolean {
  const lower = part.toLowerCase();
  return COMMON_PARTS.has(lower) || COMMON_SPACED.has(lower);
}

/** Services that Windows brings. */
export const COMMON_SERVICES = words(`
  windefend wuauserv bits eventlog schedule spooler lanmanserver lanmanworkstation termservice winrm rpcss dnscache dhcp
  vss swprv wscsvc mpssvc wdnissvc sense sysmon sysmon64 cryptsvc trustedinstaller msiserver netlogon samss seclogon
  sharedaccess themes w32time winmgmt wlansvc remoteregistry sshd mssqlserver sqlserveragent mysql apache2 nginx tcpip
  null http services service psexesvc
`);
