<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ConnectionWords</name>
    <message>
        <source>No backend answers.</source>
        <translation>没有后端应答。</translation>
    </message>
    <message>
        <source>There is no machine of this name.</source>
        <translation>没有这个名称的机器。</translation>
    </message>
    <message>
        <source>The backend does not answer.</source>
        <translation>后端没有应答。</translation>
    </message>
    <message>
        <source>The backend closed the connection.</source>
        <translation>后端关闭了连接。</translation>
    </message>
    <message>
        <source>The backend cannot be reached.</source>
        <translation>无法连接后端。</translation>
    </message>
    <message>
        <source>The backend&apos;s certificate cannot be trusted.</source>
        <translation>后端的证书不可信任。</translation>
    </message>
    <message>
        <source>What the backend said was damaged; it is begun anew.</source>
        <translation>后端的消息已损坏，正在重新开始。</translation>
    </message>
    <message>
        <source>What answers there is no Twinfeed backend.</source>
        <translation>应答的不是 Twinfeed 后端。</translation>
    </message>
    <message>
        <source>The backend does not allow that with this console&apos;s token.</source>
        <translation>本控制台的令牌不允许此操作。</translation>
    </message>
    <message>
        <source>The backend is busy.</source>
        <translation>后端繁忙。</translation>
    </message>
    <message>
        <source>The backend does not know this token. Enter another one under Connections.</source>
        <translation>后端不认识这个令牌。请在“连接”中输入另一个。</translation>
    </message>
    <message>
        <source>This is no address of a backend. Give scheme, host and port, such as https://unit-a.example:8443.</source>
        <translation>这不是后端的地址。请写明协议、主机和端口，例如 https://unit-a.example:8443。</translation>
    </message>
    <message>
        <source>That is another machine, and over http the token could be read on the way. Use https.</source>
        <translation>那是另一台机器，使用 http 时令牌可能在途中被读取。请使用 https。</translation>
    </message>
    <message>
        <source>This is no token: it has no spaces and no letters but English ones.</source>
        <translation>这不是令牌：令牌没有空格，只有英文字母和数字、符号。</translation>
    </message>
    <message>
        <source>The backend&apos;s certificate has run out. It needs a new one.</source>
        <translation>后端的证书已过期，需要换新证书。</translation>
    </message>
    <message>
        <source>The backend&apos;s certificate is not valid yet. Is the clock of this machine right?</source>
        <translation>后端的证书尚未生效。本机的时钟正确吗？</translation>
    </message>
    <message>
        <source>The backend&apos;s certificate is for another name. Use the name that it was made for.</source>
        <translation>后端的证书属于另一个名称。请使用证书上的名称。</translation>
    </message>
    <message>
        <source>The backend vouches for its certificate itself. Add it to the authorities of this machine.</source>
        <translation>后端的证书只由自己担保。请把它加入本机的受信任机构。</translation>
    </message>
    <message>
        <source>This machine does not know who vouches for the backend&apos;s certificate. Add that authority to those of this machine.</source>
        <translation>本机不认识后端证书的签发机构。请把该机构加入本机的受信任机构。</translation>
    </message>
    <message>
        <source>The backend&apos;s certificate was revoked. It needs a new one.</source>
        <translation>后端的证书已被吊销，需要换新证书。</translation>
    </message>
    <message>
        <source>What answers there speaks no TLS, or a version of it that is too old. Is the port right?</source>
        <translation>那里的应答者不使用 TLS，或其版本太旧。端口正确吗？</translation>
    </message>
</context>
<context>
    <name>EmbeddedDaemon</name>
    <message>
        <source>The backend program is not there: %1.</source>
        <translation>缺少后端程序：%1。</translation>
    </message>
    <message>
        <source>Install Twinfeed again.</source>
        <translation>请重新安装 Twinfeed。</translation>
    </message>
    <message>
        <source>The backend could not be started: %1.</source>
        <translation>后端无法启动：%1。</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Channels</source>
        <translation>频道</translation>
    </message>
    <message>
        <source>Both paths</source>
        <translation>两条链路</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>预案</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>指标卡</translation>
    </message>
    <message>
        <source>Trends</source>
        <translation>趋势</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Director</source>
        <comment>a layout of the window</comment>
        <translation>导播</translation>
    </message>
    <message>
        <source>Engineer</source>
        <comment>a layout of the window</comment>
        <translation>工程</translation>
    </message>
    <message>
        <source>Rehearsal</source>
        <comment>a layout of the window</comment>
        <translation>演练</translation>
    </message>
    <message>
        <source>Wall</source>
        <comment>a layout of the window</comment>
        <translation>大屏</translation>
    </message>
    <message>
        <source>Drills</source>
        <translation>演练</translation>
    </message>
</context>
<context>
    <name>PreviewFrameSource</name>
    <message>
        <source>The backend does not accept this console&apos;s token.</source>
        <translation>后端不接受本控制台的令牌。</translation>
    </message>
    <message>
        <source>There is no stream at the moment.</source>
        <translation>目前没有流。</translation>
    </message>
    <message>
        <source>Nothing has come for 5 s.</source>
        <translation>已有 5 秒没有数据。</translation>
    </message>
    <message>
        <source>The stream has ended.</source>
        <translation>流已结束。</translation>
    </message>
    <message>
        <source>This kind of picture cannot be shown here.</source>
        <translation>这种画面无法在此显示。</translation>
    </message>
    <message>
        <source>What comes is no stream.</source>
        <translation>收到的不是流。</translation>
    </message>
    <message>
        <source>The preview cannot be reached.</source>
        <translation>无法获取预览。</translation>
    </message>
</context>
<context>
    <name>twinfeed::AlarmLamp</name>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>%1 critical, %2 warnings, %3 notices; %4 not acknowledged; %5 shelved</source>
        <translation>严重 %1，警告 %2，提示 %3；未确认 %4；搁置 %5</translation>
    </message>
    <message>
        <source>Incident for %1: since the oldest critical alarm that nobody has acknowledged</source>
        <comment>a time</comment>
        <translation>事件已持续 %1：从最早的未确认严重告警算起</translation>
    </message>
    <message>
        <source>This may be untrue: nothing is heard from the backend.</source>
        <translation>可能已不属实：没有收到后端的消息。</translation>
    </message>
</context>
<context>
    <name>twinfeed::AlarmPanel</name>
    <message>
        <source>Asking the backend</source>
        <translation>正在询问后端</translation>
    </message>
    <message>
        <source>No such alarm</source>
        <translation>没有这样的告警</translation>
    </message>
    <message>
        <source>Show its numbers and the time of the fault</source>
        <translation>显示其指标和故障时刻</translation>
    </message>
    <message>
        <source>Write a note about it…</source>
        <translation>为它写备注…</translation>
    </message>
    <message>
        <source>Write a note…</source>
        <translation>写备注…</translation>
    </message>
    <message>
        <source>How good the alarms are…</source>
        <translation>告警质量…</translation>
    </message>
    <message>
        <source>Rules…</source>
        <translation>规则…</translation>
    </message>
    <message>
        <source>Unshelve</source>
        <translation>取消搁置</translation>
    </message>
    <message>
        <source>Shelve…</source>
        <translation>搁置…</translation>
    </message>
    <message>
        <source>No alarm passes the filters</source>
        <translation>没有符合筛选的告警</translation>
    </message>
    <message>
        <source>No alarm. All is well.</source>
        <translation>没有告警，一切正常。</translation>
    </message>
    <message>
        <source>Take note of the chosen alarm: somebody looks after it (F9)</source>
        <translation>确认所选告警：已有人处理（F9）</translation>
    </message>
    <message>
        <source>Put the chosen alarm aside for a time, with a reason</source>
        <translation>将所选告警搁置一段时间，需注明原因</translation>
    </message>
    <message>
        <source>Quiet on this console until something new comes (Shift+F7). Changes no alarm, and no other console.</source>
        <translation>本控制台静音，直到出现新告警（Shift+F7）。不改变任何告警，也不影响其他控制台。</translation>
    </message>
    <message>
        <source>Not done: %1</source>
        <comment>a sentence</comment>
        <translation>未执行：%1</translation>
    </message>
    <message>
        <source>All severities</source>
        <translation>所有级别</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>所有状态</translation>
    </message>
    <message>
        <source>All channels</source>
        <translation>所有频道</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>More about alarms</source>
        <translation>更多告警操作</translation>
    </message>
    <message>
        <source>Choose which alarms are shown; what was</source>
        <translation>选择显示哪些告警，以及历史告警</translation>
    </message>
    <message>
        <source>All alarms there ever were, newest first</source>
        <translation>所有出现过的告警，最新的在前</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>频道</translation>
    </message>
    <message>
        <source>Search alarms</source>
        <translation>搜索告警</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
</context>
<context>
    <name>twinfeed::AlarmPopup</name>
    <message>
        <source>%1, for %2</source>
        <comment>severity; an age</comment>
        <translation>%1，已持续 %2</translation>
    </message>
    <message>
        <source>Somebody looks after it (F9)</source>
        <translation>已有人处理（F9）</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Quiet on this console until something new comes (Shift+F7)</source>
        <translation>本控制台静音，直到出现新告警（Shift+F7）</translation>
    </message>
    <message>
        <source>Choose it in the list of alarms</source>
        <translation>在告警列表中选中它</translation>
    </message>
    <message>
        <source>Put this message away; the alarm stays in the list</source>
        <translation>收起此消息，告警仍在列表中</translation>
    </message>
</context>
<context>
    <name>twinfeed::AlarmView</name>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
</context>
<context>
    <name>twinfeed::AlarmWords</name>
    <message>
        <source>No data</source>
        <translation>没有数据</translation>
    </message>
    <message>
        <source>%1 of %2: no data for %3</source>
        <translation>%2 的%1：%3没有数据</translation>
    </message>
    <message>
        <source>Input not there</source>
        <translation>输入不在</translation>
    </message>
    <message>
        <source>%1 of %2: not live</source>
        <translation>%2 的%1：不在线</translation>
    </message>
    <message>
        <source>Picture rate too low</source>
        <translation>帧率过低</translation>
    </message>
    <message>
        <source>%1 of %2: picture rate %3, less than %4</source>
        <translation>%2 的%1：帧率 %3，低于 %4</translation>
    </message>
    <message>
        <source>Bitrate off its mean</source>
        <translation>码率偏离均值</translation>
    </message>
    <message>
        <source>%1 of %2: bitrate %3, too far off its mean</source>
        <translation>%2 的%1：码率 %3，偏离均值过多</translation>
    </message>
    <message>
        <source>Black picture</source>
        <translation>黑屏</translation>
    </message>
    <message>
        <source>%1 of %2: black for %3</source>
        <translation>%2 的%1：黑屏 %3</translation>
    </message>
    <message>
        <source>Frozen picture</source>
        <translation>画面冻结</translation>
    </message>
    <message>
        <source>%1 of %2: frozen for %3</source>
        <translation>%2 的%1：画面冻结 %3</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>没有声音</translation>
    </message>
    <message>
        <source>%1 of %2: silent for %3</source>
        <translation>%2 的%1：静音 %3</translation>
    </message>
    <message>
        <source>Sound against picture</source>
        <translation>音画不同步</translation>
    </message>
    <message>
        <source>%1 of %2: sound %3 against the picture</source>
        <translation>%2 的%1：声音相对画面 %3</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>响度</translation>
    </message>
    <message>
        <source>%1 of %2: loudness %3</source>
        <translation>%2 的%1：响度 %3</translation>
    </message>
    <message>
        <source>Packets lost</source>
        <translation>丢包</translation>
    </message>
    <message>
        <source>%1 of %2: %3 packets lost within a minute</source>
        <translation>%2 的%1：一分钟内丢失 %3 个包</translation>
    </message>
    <message>
        <source>Reconnects again and again</source>
        <translation>反复重连</translation>
    </message>
    <message>
        <source>%1 of %2: connected anew %3 times within five minutes</source>
        <translation>%2 的%1：五分钟内重连 %3 次</translation>
    </message>
    <message>
        <source>Keyframes too far apart</source>
        <translation>关键帧间隔过长</translation>
    </message>
    <message>
        <source>%1 of %2: %3 between keyframes, more than %4</source>
        <translation>%2 的%1：关键帧间隔 %3，超过 %4</translation>
    </message>
    <message>
        <source>No programme</source>
        <translation>没有播出</translation>
    </message>
    <message>
        <source>%1 of %2: nothing leaves</source>
        <translation>%2 的%1：没有任何输出</translation>
    </message>
    <message>
        <source>Output down</source>
        <translation>输出中断</translation>
    </message>
    <message>
        <source>%1 of %2: down</source>
        <translation>%2 的%1：中断</translation>
    </message>
    <message>
        <source>Output drops pictures</source>
        <translation>输出丢帧</translation>
    </message>
    <message>
        <source>%1 of %2: %3 pictures left out within a minute</source>
        <translation>%2 的%1：一分钟内丢弃 %3 帧</translation>
    </message>
    <message>
        <source>Encryption not seen</source>
        <translation>未见加密</translation>
    </message>
    <message>
        <source>%1 of %2: encryption is asked for and was not seen</source>
        <translation>%2 的%1：要求加密，但输出中未见加密</translation>
    </message>
    <message>
        <source>Probe failed</source>
        <translation>探测失败</translation>
    </message>
    <message>
        <source>%1 of %2: %3 probes in a row have failed</source>
        <translation>%2 的%1：连续 %3 次探测失败</translation>
    </message>
    <message>
        <source>Both paths lost</source>
        <translation>两条链路丢失</translation>
    </message>
    <message>
        <source>Both paths of %2 are lost</source>
        <translation>%2 的两条链路都已丢失</translation>
    </message>
    <message>
        <source>All inputs lost</source>
        <translation>所有输入丢失</translation>
    </message>
    <message>
        <source>All inputs of all channels are lost</source>
        <translation>所有频道的所有输入都已丢失</translation>
    </message>
    <message>
        <source>Notice</source>
        <comment>severity of an alarm</comment>
        <translation>提示</translation>
    </message>
    <message>
        <source>Warning</source>
        <comment>severity of an alarm</comment>
        <translation>警告</translation>
    </message>
    <message>
        <source>Critical</source>
        <comment>severity of an alarm</comment>
        <translation>严重</translation>
    </message>
    <message>
        <source>active</source>
        <comment>state of an alarm</comment>
        <translation>活动</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <comment>state of an alarm</comment>
        <translation>已确认</translation>
    </message>
    <message>
        <source>over, not seen</source>
        <comment>state of an alarm: it has cleared and nobody has acknowledged it</comment>
        <translation>已消除，未确认</translation>
    </message>
    <message>
        <source>shelved</source>
        <comment>state of an alarm</comment>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>over</source>
        <comment>state of an alarm</comment>
        <translation>已消除</translation>
    </message>
    <message>
        <source>below</source>
        <comment>comparison of a rule</comment>
        <translation>低于</translation>
    </message>
    <message>
        <source>above</source>
        <comment>comparison of a rule</comment>
        <translation>高于</translation>
    </message>
    <message>
        <source>outside</source>
        <comment>comparison of a rule: outside of two limits</comment>
        <translation>超出范围</translation>
    </message>
    <message>
        <source>off its mean by</source>
        <comment>comparison of a rule; a percentage follows</comment>
        <translation>偏离均值</translation>
    </message>
    <message>
        <source>rises by more than</source>
        <comment>comparison of a rule</comment>
        <translation>增长超过</translation>
    </message>
    <message>
        <source>Shelved until %1 by %2: %3</source>
        <comment>a time, who, the reason</comment>
        <translation>%2 搁置至 %1：%3</translation>
    </message>
    <message>
        <source>Acknowledged at %1 by %2</source>
        <translation>%2 于 %1 确认</translation>
    </message>
    <message>
        <source>Over since %1</source>
        <comment>a time</comment>
        <translation>%1 消除</translation>
    </message>
    <message numerus="yes">
        <source>Came %n time(s)</source>
        <translation>
            <numerusform>出现 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Comes and goes: told no more until it has been quiet for a minute</source>
        <translation>时有时无：安静一分钟之前不再提示</translation>
    </message>
    <message>
        <source>Silenced</source>
        <comment>an alarm</comment>
        <translation>已静音</translation>
    </message>
    <message>
        <source>%1, %2, since %3 (%4): %5</source>
        <comment>severity, state, time, age, sentence</comment>
        <translation>%1，%2，自 %3（%4）：%5</translation>
    </message>
    <message>
        <source>No backend: nothing can be changed now.</source>
        <translation>没有后端：现在不能更改任何内容。</translation>
    </message>
    <message>
        <source>What is shown may be untrue: nothing can be changed now.</source>
        <translation>显示的内容可能已不属实：现在不能更改任何内容。</translation>
    </message>
    <message>
        <source>Your role is %1; this needs the role %2.</source>
        <translation>您的角色是%1；此操作需要%2。</translation>
    </message>
    <message>
        <source>Alarm: %1</source>
        <comment>a sentence</comment>
        <translation>告警：%1</translation>
    </message>
    <message>
        <source>Alarm is back: %1</source>
        <comment>a sentence</comment>
        <translation>告警再次出现：%1</translation>
    </message>
    <message>
        <source>Alarm comes and goes, and is told no more: %1</source>
        <comment>a sentence</comment>
        <translation>告警时有时无，不再提示：%1</translation>
    </message>
    <message>
        <source>Alarm is over: %1</source>
        <comment>a sentence</comment>
        <translation>告警消除：%1</translation>
    </message>
    <message>
        <source>Acknowledged alarm %1</source>
        <comment>a number</comment>
        <translation>确认了告警 %1</translation>
    </message>
    <message>
        <source>Silenced alarm %1</source>
        <comment>a number</comment>
        <translation>将告警 %1 静音</translation>
    </message>
    <message>
        <source>Shelved alarm %1 for %2 min: %3</source>
        <comment>a number, minutes, the reason</comment>
        <translation>搁置告警 %1，%2 分钟：%3</translation>
    </message>
    <message>
        <source>Took alarm %1 back from its shelf</source>
        <comment>a number</comment>
        <translation>取消搁置告警 %1</translation>
    </message>
    <message>
        <source>Changed the rules</source>
        <translation>更改了规则</translation>
    </message>
    <message>
        <source>Went back to the rules of the program</source>
        <translation>恢复了程序自带的规则</translation>
    </message>
    <message>
        <source>The numbers are too old to say which path is better.</source>
        <translation>数据过旧，无法判断哪条链路更好。</translation>
    </message>
    <message>
        <source>Neither path is fit.</source>
        <translation>两条链路都不可用。</translation>
    </message>
    <message>
        <source>Both paths are as good.</source>
        <translation>两条链路一样好。</translation>
    </message>
    <message>
        <source>%1 is better: only it is fit.</source>
        <comment>a path</comment>
        <translation>%1更好：只有它可用。</translation>
    </message>
    <message>
        <source>%1 %2 against %3</source>
        <comment>a metric, its value on the better path and on the other</comment>
        <translation>%1 %2 对 %3</translation>
    </message>
    <message>
        <source>%1 is better.</source>
        <comment>a path</comment>
        <translation>%1更好。</translation>
    </message>
    <message>
        <source>%1 is better: %2.</source>
        <comment>a path; why</comment>
        <translation>%1更好：%2。</translation>
    </message>
    <message>
        <source>%1 now: %2 cut</source>
        <comment>a take of this source; kind of cut</comment>
        <translation>现在切到%1：%2切换</translation>
    </message>
    <message>
        <source>%1 now: %2 cut, gap about %3</source>
        <comment>a take of this source; kind of cut; milliseconds</comment>
        <translation>现在切到%1：%2切换，间隙约 %3</translation>
    </message>
    <message>
        <source>Node does not answer</source>
        <translation>节点无应答</translation>
    </message>
    <message>
        <source>%1: no answer</source>
        <translation>%1：无应答</translation>
    </message>
    <message>
        <source>Webhook is not reached</source>
        <translation>回调（webhook）不可达</translation>
    </message>
    <message>
        <source>%1: alarms do not get there</source>
        <translation>%1：告警无法送达</translation>
    </message>
    <message>
        <source>Dark picture</source>
        <translation>画面过暗</translation>
    </message>
    <message>
        <source>%1 of %2: brightness %3, less than %4</source>
        <translation>%2 的%1：亮度 %3，低于 %4</translation>
    </message>
    <message>
        <source>Clipped sound</source>
        <translation>声音削波</translation>
    </message>
    <message>
        <source>%1 of %2: sound peaks at %3</source>
        <translation>%2 的%1：声音峰值 %3</translation>
    </message>
    <message>
        <source>Pictures missing</source>
        <translation>画面缺失</translation>
    </message>
    <message>
        <source>%1 of %2: %3 pictures missing within a minute</source>
        <translation>%2 的%1：一分钟内缺失 %3 帧</translation>
    </message>
    <message>
        <source>Packets come in bursts</source>
        <translation>数据包成串到达</translation>
    </message>
    <message>
        <source>%1 of %2: up to %3 without a packet</source>
        <translation>%2 的%1：长达 %3 没有数据包</translation>
    </message>
</context>
<context>
    <name>twinfeed::AutoBar</name>
    <message>
        <source>Not known now</source>
        <comment>state of automation</comment>
        <translation>此刻未知</translation>
    </message>
    <message>
        <source>AUTO OFF?</source>
        <translation>关闭自动？</translation>
    </message>
    <message>
        <source>AUTO: %1</source>
        <comment>%1: mode of automation</comment>
        <translation>自动：%1</translation>
    </message>
    <message>
        <source>AUTO</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>What the engine does by itself (F6). %1</source>
        <translation>引擎自行做什么（F6）。%1</translation>
    </message>
    <message>
        <source>The engine acts on everything again, with all its switches (F5)</source>
        <translation>引擎重新应对一切情况，自动切换次数恢复（F5）</translation>
    </message>
    <message>
        <source>There is nothing to arm again (F5)</source>
        <translation>无须重新启用（F5）</translation>
    </message>
    <message>
        <source>END NOW?</source>
        <translation>确认结束？</translation>
    </message>
    <message>
        <source>End event</source>
        <translation>结束活动</translation>
    </message>
    <message>
        <source>The event has ended; a take goes on</source>
        <translation>活动已结束；再次切换即继续</translation>
    </message>
    <message>
        <source>From then on nothing is a failure (Ctrl+F12, twice)</source>
        <translation>此后一切都不算故障（Ctrl+F12，按两次）</translation>
    </message>
    <message>
        <source>%1:  %2</source>
        <comment>a mode of automation and what it does</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Mode of automation</source>
        <translation>自动模式</translation>
    </message>
    <message>
        <source>Re-arm  F5</source>
        <translation>重新启用  F5</translation>
    </message>
    <message>
        <source>Arm automation again</source>
        <translation>重新启用自动切换</translation>
    </message>
    <message>
        <source>End the event</source>
        <translation>结束活动</translation>
    </message>
    <message>
        <source>Channel…</source>
        <translation>频道…</translation>
    </message>
    <message>
        <source>Settings of the channel</source>
        <translation>频道设置</translation>
    </message>
    <message>
        <source>Hold, loss, trims, cut and automation of this channel (Ctrl+,)</source>
        <translation>本频道的保持、丢失判定、校准、切换方式和自动（Ctrl+,）</translation>
    </message>
    <message>
        <source>State of automation</source>
        <translation>自动状态</translation>
    </message>
    <message>
        <source>Whether the engine would leave a path that fails, and how often it still may.</source>
        <translation>链路故障时引擎是否会离开它，还可以切换几次。</translation>
    </message>
    <message>
        <source>Next cut</source>
        <translation>下次切换方式</translation>
    </message>
    <message>
        <source>What kind of cut a take would be now.</source>
        <translation>此刻切换会采用的方式。</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>How far the programme is behind arrival, and what that promises.</source>
        <translation>播出比信号到达晚多少，以及由此能保证什么。</translation>
    </message>
</context>
<context>
    <name>twinfeed::AutoWords</name>
    <message>
        <source>OFF</source>
        <comment>mode of automation</comment>
        <translation>关闭</translation>
    </message>
    <message>
        <source>ONCE</source>
        <comment>mode of automation</comment>
        <translation>切后不回</translation>
    </message>
    <message>
        <source>FLOATING</source>
        <comment>mode of automation</comment>
        <translation>择优</translation>
    </message>
    <message>
        <source>REVERTING</source>
        <comment>mode of automation</comment>
        <translation>回切主路</translation>
    </message>
    <message>
        <source>The engine changes nothing by itself, not even when a path is lost.</source>
        <translation>引擎不自行切换，链路丢失时也不切。</translation>
    </message>
    <message>
        <source>It leaves a path that has failed, and stays where it is then.</source>
        <translation>离开故障链路，切过去后不再切回。</translation>
    </message>
    <message>
        <source>It leaves a path that has failed, and stays until the other one is better.</source>
        <translation>离开故障链路，直到另一条更好才切回。</translation>
    </message>
    <message>
        <source>It leaves a path that has failed, and goes back to PRIMARY when that is clean.</source>
        <translation>离开故障链路，主路恢复正常后切回主路。</translation>
    </message>
    <message>
        <source>AUTO IS OFF</source>
        <translation>自动已关闭</translation>
    </message>
    <message>
        <source>ARMED</source>
        <comment>state of automation</comment>
        <translation>已启用</translation>
    </message>
    <message>
        <source>SUSPENDED</source>
        <comment>state of automation</comment>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>SPENT</source>
        <comment>state of automation: no switches are left</comment>
        <translation>次数用尽</translation>
    </message>
    <message>
        <source>EVENT ENDED</source>
        <translation>活动已结束</translation>
    </message>
    <message numerus="yes">
        <source>%n switch(es) left in ten minutes.</source>
        <translation>
            <numerusform>十分钟内还可自动切换 %n 次。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is changed by itself, not even on loss.</source>
        <translation>不会自行切换，链路丢失时也不切。</translation>
    </message>
    <message>
        <source>Goes back in %1.</source>
        <translation>%1后切回。</translation>
    </message>
    <message>
        <source>Nothing is a failure any more. A take goes on.</source>
        <translation>一切都不再算故障。再次切换即继续。</translation>
    </message>
    <message>
        <source>End the event? Press again, %1 s</source>
        <comment>seconds left</comment>
        <translation>结束活动？请再按一次，%1 秒</translation>
    </message>
    <message>
        <source>AUTO off? Press again, %1 s</source>
        <comment>seconds left</comment>
        <translation>关闭自动？请再按一次，%1 秒</translation>
    </message>
    <message>
        <source>Then nobody leaves a lost path but you.</source>
        <translation>此后链路丢失时只有您能切走。</translation>
    </message>
    <message>
        <source>%1 next: cut %2</source>
        <comment>source; kind of cut</comment>
        <translation>下次切到%1：%2切</translation>
    </message>
    <message>
        <source>At once: a slate has nothing to repeat.</source>
        <translation>立即切换：垫片没有可重复的内容。</translation>
    </message>
    <message>
        <source>Not bridged: %1</source>
        <comment>%1: why, a sentence</comment>
        <translation>未桥接：%1</translation>
    </message>
    <message>
        <source>Hold %1, going to %2</source>
        <comment>two times</comment>
        <translation>保持 %1，正调到 %2</translation>
    </message>
    <message>
        <source>Hold %1</source>
        <comment>how far the programme is behind arrival</comment>
        <translation>保持 %1</translation>
    </message>
    <message>
        <source>A failover leaves no gap.</source>
        <translation>自动切换不留间隔。</translation>
    </message>
    <message>
        <source>Paths aligned.</source>
        <translation>两条链路已对齐。</translation>
    </message>
    <message>
        <source>Paths aligned, %1 %2 later.</source>
        <translation>两条链路已对齐，%1晚 %2。</translation>
    </message>
    <message>
        <source>%1 %2 later, %3 % sure.</source>
        <translation>%1晚 %2，把握 %3 %。</translation>
    </message>
    <message>
        <source>The paths show different things.</source>
        <translation>两条链路的内容不同。</translation>
    </message>
    <message>
        <source>The paths&apos; offset is not known.</source>
        <translation>两条链路的时差未知。</translation>
    </message>
    <message>
        <source>Its gap is being measured.</source>
        <translation>正在测量间隔。</translation>
    </message>
    <message>
        <source>%1 lost for %2: %3 on air</source>
        <translation>%1丢失 %2：%3播出</translation>
    </message>
    <message>
        <source>%1 lost: %2 on air</source>
        <translation>%1丢失：%2播出</translation>
    </message>
    <message>
        <source>%1 not fit: %2 on air</source>
        <translation>%1不可用：%2播出</translation>
    </message>
    <message>
        <source>%1 is clean again: back on air</source>
        <translation>%1恢复正常：已切回</translation>
    </message>
    <message>
        <source>%1 has come: on air again</source>
        <translation>%1已到：恢复播出</translation>
    </message>
    <message>
        <source>%1 stays: %2 is not fit</source>
        <translation>%1不切走：%2不可用</translation>
    </message>
    <message>
        <source>%1 stays: %2 is locked</source>
        <translation>%1不切走：%2已锁定</translation>
    </message>
    <message>
        <source>%1 stays: it was chosen by hand</source>
        <translation>%1不切走：为人工选择</translation>
    </message>
    <message>
        <source>%1 stays: no switches are left</source>
        <translation>%1不切走：自动切换次数用尽</translation>
    </message>
    <message>
        <source>%1 stays: AUTO is off</source>
        <translation>%1不切走：自动已关闭</translation>
    </message>
    <message>
        <source>The source has not said its picture format yet.</source>
        <translation>信号源尚未给出图像格式。</translation>
    </message>
    <message>
        <source>Only H.264 can be bridged.</source>
        <translation>只有 H.264 可以桥接。</translation>
    </message>
    <message>
        <source>Interlaced pictures cannot be bridged.</source>
        <translation>隔行图像无法桥接。</translation>
    </message>
    <message>
        <source>Only pictures of 8 bits in 4:2:0 can be bridged.</source>
        <translation>只有 8 位 4:2:0 图像可以桥接。</translation>
    </message>
    <message>
        <source>The pictures are too large or too many to be encoded in time.</source>
        <translation>图像太大或太多，来不及编码。</translation>
    </message>
    <message>
        <source>The source&apos;s packets went by before they were decoded.</source>
        <translation>信号源的数据来不及解码。</translation>
    </message>
    <message>
        <source>The pictures cannot be encoded as fast as they are shown.</source>
        <translation>编码跟不上播放。</translation>
    </message>
    <message>
        <source>The source changed in the middle of a group of pictures.</source>
        <translation>信号源在图像组中间发生变化。</translation>
    </message>
    <message>
        <source>The source&apos;s pictures cannot be decoded.</source>
        <translation>信号源的图像无法解码。</translation>
    </message>
    <message>
        <source>The event is over.</source>
        <translation>活动已结束。</translation>
    </message>
    <message>
        <source>AUTO is off.</source>
        <translation>自动已关闭。</translation>
    </message>
    <message>
        <source>The hold is under 300 ms.</source>
        <translation>保持低于 300 毫秒。</translation>
    </message>
    <message>
        <source>Loss is seen too late for the cut.</source>
        <translation>丢失发现得太晚，来不及切换。</translation>
    </message>
    <message>
        <source>The other path is locked.</source>
        <translation>另一条链路已锁定。</translation>
    </message>
    <message>
        <source>The other path is not fit.</source>
        <translation>另一条链路不可用。</translation>
    </message>
    <message>
        <source>Both paths are being compared.</source>
        <translation>正在比较两条链路。</translation>
    </message>
    <message>
        <source>What the paths show was encoded twice.</source>
        <translation>两条链路的内容分别编码。</translation>
    </message>
    <message>
        <source>It stays: %1</source>
        <comment>%1: why, a sentence</comment>
        <translation>不切走：%1</translation>
    </message>
    <message>
        <source>%1 next: not fit</source>
        <comment>a source</comment>
        <translation>下次切到%1：不可用</translation>
    </message>
    <message>
        <source>It did not come about.</source>
        <translation>没有切成。</translation>
    </message>
    <message>
        <source>It did not come about: %1</source>
        <translation>没有切成：%1</translation>
    </message>
    <message>
        <source>%1 stays: %2 was left before</source>
        <translation>%1不切走：此前已离开%2</translation>
    </message>
    <message>
        <source>%1 stays: going to %2 would be seen</source>
        <translation>%1不切走：切到%2会被看出</translation>
    </message>
    <message>
        <source>From then on nothing is a failure.</source>
        <translation>此后一切都不算故障。</translation>
    </message>
    <message>
        <source>%1 to go, no gap at failover.</source>
        <translation>还需%1，自动切换不留间隔。</translation>
    </message>
    <message>
        <source>Repeats %1.</source>
        <translation>会重复 %1。</translation>
    </message>
    <message>
        <source>Skips %1.</source>
        <translation>会跳过 %1。</translation>
    </message>
    <message>
        <source>A path sends nothing to compare.</source>
        <translation>有链路没有可比较的数据。</translation>
    </message>
    <message>
        <source>The offset is being measured.</source>
        <translation>正在测量时差。</translation>
    </message>
    <message>
        <source>Too little to measure the offset.</source>
        <translation>内容太少，测不出时差。</translation>
    </message>
    <message>
        <source>The paths are not alike.</source>
        <translation>两条链路的内容不相像。</translation>
    </message>
    <message>
        <source>Chosen by hand: only loss takes it away.</source>
        <translation>人工选择：只有丢失才会切走。</translation>
    </message>
    <message>
        <source>Too many switches: only loss is acted on.</source>
        <translation>切换过多：只应对链路丢失。</translation>
    </message>
    <message>
        <source>Hold %1: gap possible</source>
        <translation>保持 %1：可能有间隔</translation>
    </message>
    <message>
        <source>Nothing here can encode the pictures of a bridge.</source>
        <translation>这里没有能编码桥接画面的编码器。</translation>
    </message>
    <message>
        <source>The source has no keyframe from before the cut yet.</source>
        <translation>信号源还没有切换点之前的关键帧。</translation>
    </message>
    <message>
        <source>The bridge was not ready in time.</source>
        <translation>桥接没有及时准备好。</translation>
    </message>
    <message>
        <source>The other path was left before, and AUTO is ONCE.</source>
        <translation>先前已切离另一条链路，而自动设为切后不回。</translation>
    </message>
    <message>
        <source>The other path has not been fit for long enough.</source>
        <translation>另一条链路恢复可用的时间还不够长。</translation>
    </message>
</context>
<context>
    <name>twinfeed::BackendButton</name>
    <message>
        <source>This machine</source>
        <comment>a backend</comment>
        <translation>本机</translation>
    </message>
    <message>
        <source>The backend of this machine; it is started if none runs.</source>
        <translation>本机的后端；没有运行时会启动一个。</translation>
    </message>
    <message>
        <source>Demo event</source>
        <comment>a backend</comment>
        <translation>演示活动</translation>
    </message>
    <message>
        <source>A backend and two live feeds of its own, which end with the window.</source>
        <translation>自带一个后端和两路实时信号，随窗口一起结束。</translation>
    </message>
    <message>
        <source>Connections...</source>
        <translation>连接…</translation>
    </message>
    <message>
        <source>Setup...</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>No role</source>
        <comment>which role the person has at the backend</comment>
        <translation>无角色</translation>
    </message>
    <message>
        <source>Role and backend</source>
        <translation>角色与后端</translation>
    </message>
    <message>
        <source>Your role at this backend. Press to choose another backend.</source>
        <translation>您在这个后端的角色。按下可选择另一个后端。</translation>
    </message>
    <message>
        <source>The backend calls you %1.</source>
        <comment>%1: the name of a token</comment>
        <translation>后端称您为 %1。</translation>
    </message>
</context>
<context>
    <name>twinfeed::BackendWatch</name>
    <message>
        <source>A backend was started, and does not say where it is.</source>
        <translation>后端已启动，但没有说明其位置。</translation>
    </message>
</context>
<context>
    <name>twinfeed::BusBar</name>
    <message>
        <source>off</source>
        <comment>the bus cannot be used</comment>
        <translation>停用</translation>
    </message>
    <message>
        <source>%1 on air</source>
        <comment>what TAKE will do; %1: a source</comment>
        <translation>%1播出</translation>
    </message>
    <message>
        <source>choose NEXT first</source>
        <translation>请先选择待播</translation>
    </message>
    <message>
        <source>Puts NEXT on air (F12, or Return on the bus)</source>
        <translation>将待播切换到播出（F12，或在切换台上按回车键）</translation>
    </message>
    <message>
        <source>unknown</source>
        <comment>whether a source is fit</comment>
        <translation>未知</translation>
    </message>
    <message>
        <source>ON AIR, not fit</source>
        <translation>播出中，不可用</translation>
    </message>
    <message>
        <source>press again, %1 s</source>
        <comment>seconds left</comment>
        <translation>再按一次，%1 秒内</translation>
    </message>
    <message>
        <source>fit</source>
        <translation>可用</translation>
    </message>
    <message>
        <source>not fit</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>Click or %1: choose as NEXT. F%1: take at once.</source>
        <translation>单击或按 %1：选为待播。F%1：立即切换。</translation>
    </message>
    <message>
        <source>TAKE</source>
        <translation>切换</translation>
    </message>
    <message>
        <source>ON AIR, locked</source>
        <translation>播出中，已锁定</translation>
    </message>
    <message>
        <source>locked, not fit</source>
        <translation>已锁定，不可用</translation>
    </message>
    <message>
        <source>locked</source>
        <comment>a source</comment>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>Locked: the engine does not take it by itself, and you only at the second press.</source>
        <translation>已锁定：引擎不会自行切到它，人工须按两次。</translation>
    </message>
    <message>
        <source>Unlock %1</source>
        <translation>解锁%1</translation>
    </message>
    <message>
        <source>Lock %1</source>
        <translation>锁定%1</translation>
    </message>
    <message>
        <source>%1 is locked. Unlock it (Ctrl+%2)</source>
        <translation>%1已锁定。解锁（Ctrl+%2）</translation>
    </message>
    <message>
        <source>Lock %1: the engine does not take it by itself (Ctrl+%2)</source>
        <translation>锁定%1：引擎不会自行切到它（Ctrl+%2）</translation>
    </message>
</context>
<context>
    <name>twinfeed::BusWords</name>
    <message>
        <source>%1 is NEXT</source>
        <translation>%1待播</translation>
    </message>
    <message>
        <source>TAKE puts it on air; Esc lets it go.</source>
        <translation>按切换键播出；按 Esc 键取消。</translation>
    </message>
    <message>
        <source>Choose NEXT, then TAKE</source>
        <translation>先选择待播，再按切换</translation>
    </message>
    <message>
        <source>F1, F2, F3 take at one press.</source>
        <translation>F1、F2、F3 一键立即切换。</translation>
    </message>
    <message>
        <source>Bus off: no backend</source>
        <translation>切换台停用：没有后端</translation>
    </message>
    <message>
        <source>The programme goes on without this console.</source>
        <translation>播出不依赖本控制台，继续进行。</translation>
    </message>
    <message>
        <source>Bus off: what is shown may be untrue</source>
        <translation>切换台停用：显示的内容可能不真实</translation>
    </message>
    <message>
        <source>Nothing was heard from the backend for %1.</source>
        <translation>已有 %1没有收到后端的消息。</translation>
    </message>
    <message>
        <source>No channel</source>
        <translation>没有频道</translation>
    </message>
    <message>
        <source>An engineer sets one up in the backend.</source>
        <translation>请由工程师在后端设置频道。</translation>
    </message>
    <message>
        <source>You may watch, not switch</source>
        <translation>您可以观看，不能切换</translation>
    </message>
    <message>
        <source>Your role is %1; a take needs the role %2.</source>
        <translation>您的角色是%1；切换需要%2角色。</translation>
    </message>
    <message>
        <source>Nothing is NEXT</source>
        <translation>没有待播</translation>
    </message>
    <message>
        <source>Choose PRIMARY, BACKUP or SLATE first.</source>
        <translation>请先选择主路、备路或垫片。</translation>
    </message>
    <message>
        <source>%1 is on air already</source>
        <translation>%1已在播出</translation>
    </message>
    <message>
        <source>%1 is on its way already</source>
        <translation>正在切换到%1</translation>
    </message>
    <message>
        <source>Not fit. Press again to take %1</source>
        <translation>不可用。再按一次仍切换到%1</translation>
    </message>
    <message>
        <source>The backend has not said that it can be seen.</source>
        <translation>后端没有确认它可用。</translation>
    </message>
    <message>
        <source>Taking %1</source>
        <translation>正在切换到%1</translation>
    </message>
    <message>
        <source>Accepted after %1, waiting for its first picture.</source>
        <translation>%1后被接受，正在等待第一帧。</translation>
    </message>
    <message>
        <source>Accepted after %1</source>
        <translation>%1后被接受</translation>
    </message>
    <message>
        <source>No answer for %1. Look at the programme: it shows what is on air.</source>
        <translation>已有 %1没有答复。请看播出画面：它显示真正播出的内容。</translation>
    </message>
    <message>
        <source>Sent to the backend.</source>
        <translation>已发送到后端。</translation>
    </message>
    <message>
        <source>Making the slate &quot;%1&quot; ready</source>
        <translation>正在准备垫片“%1”</translation>
    </message>
    <message>
        <source>Adding the slate &quot;%1&quot;</source>
        <translation>正在添加垫片“%1”</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>The slate &quot;%1&quot; stands ready</source>
        <translation>垫片“%1”已就绪</translation>
    </message>
    <message>
        <source>%1 is on air</source>
        <translation>%1播出中</translation>
    </message>
    <message>
        <source>Nothing was measured.</source>
        <translation>没有测量结果。</translation>
    </message>
    <message>
        <source>%1 on air after %2</source>
        <translation>%1在 %2后播出</translation>
    </message>
    <message>
        <source>%1 on air, taken by %2</source>
        <translation>%1播出中，由 %2 切换</translation>
    </message>
    <message>
        <source>%2 takes %1</source>
        <translation>%2 正在切换到%1</translation>
    </message>
    <message>
        <source>A take of %1 by %2 did not happen</source>
        <translation>%2 切换到%1没有成功</translation>
    </message>
    <message>
        <source>Gap %1, cut %2, no picture lost or repeated</source>
        <translation>间隔 %1，%2切，没有丢帧或重复</translation>
    </message>
    <message numerus="yes">
        <source>Gap %1, cut %2, %n picture(s) repeated</source>
        <translation>
            <numerusform>间隔 %1，%2切，重复 %n 帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Gap %1, cut %2, %n picture(s) lost</source>
        <translation>
            <numerusform>间隔 %1，%2切，丢失 %n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>Gap %1, cut %2, pictures lost: %3, repeated: %4</source>
        <translation>间隔 %1，%2切，丢失 %3 帧，重复 %4 帧</translation>
    </message>
    <message>
        <source>%1 on air after %2, gap %3, cut %4, no picture lost or repeated</source>
        <translation>%1在 %2后播出，间隔 %3，%4切，没有丢帧或重复</translation>
    </message>
    <message numerus="yes">
        <source>%1 on air after %2, gap %3, cut %4, %n picture(s) repeated</source>
        <translation>
            <numerusform>%1在 %2后播出，间隔 %3，%4切，重复 %n 帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 on air after %2, gap %3, cut %4, %n picture(s) lost</source>
        <translation>
            <numerusform>%1在 %2后播出，间隔 %3，%4切，丢失 %n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 on air after %2, gap %3, cut %4, pictures lost: %5, repeated: %6</source>
        <translation>%1在 %2后播出，间隔 %3，%4切，丢失 %5 帧，重复 %6 帧</translation>
    </message>
    <message>
        <source>No answer from the backend</source>
        <translation>后端没有答复</translation>
    </message>
    <message>
        <source>%1 was not taken</source>
        <translation>没有切换到%1</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>The channel was changed since you looked. Nothing was done: look, and press again.</source>
        <translation>频道在您查看之后已被更改。没有执行：请看清后再按。</translation>
    </message>
    <message>
        <source>The same take was made less than a second ago. Nothing was done.</source>
        <translation>不到一秒前做过同样的切换。没有执行。</translation>
    </message>
    <message>
        <source>The command came too late. Nothing was done.</source>
        <translation>命令到达太晚。没有执行。</translation>
    </message>
    <message>
        <source>Your role does not allow that.</source>
        <translation>您的角色不允许此操作。</translation>
    </message>
    <message>
        <source>The backend does not know your token.</source>
        <translation>后端不认识您的令牌。</translation>
    </message>
    <message>
        <source>Whether it was done is not known. Look at the programme: it shows what is on air.</source>
        <translation>不清楚是否已执行。请看播出画面：它显示正在播出什么。</translation>
    </message>
    <message>
        <source>The command did not reach it. Nothing was done.</source>
        <translation>命令没有送达。没有执行。</translation>
    </message>
    <message>
        <source>Something else is going on in the channel. Press again.</source>
        <translation>频道正在进行其他操作。请再按一次。</translation>
    </message>
    <message>
        <source>No slate stands ready. Choose one first.</source>
        <translation>没有就绪的垫片。请先选择一个。</translation>
    </message>
    <message>
        <source>The slate is still being encoded. Wait until it is ready.</source>
        <translation>垫片仍在编码。请等它就绪。</translation>
    </message>
    <message>
        <source>There is a slate of this name already.</source>
        <translation>已有同名的垫片。</translation>
    </message>
    <message>
        <source>There are too many slates.</source>
        <translation>垫片太多。</translation>
    </message>
    <message>
        <source>The file is too large: at most 32 MiB.</source>
        <translation>文件太大：最多 32 MiB。</translation>
    </message>
    <message>
        <source>The backend&apos;s journal cannot be written. Nothing was done.</source>
        <translation>后端的日志无法写入。没有执行。</translation>
    </message>
    <message>
        <source>The backend gave no reason.</source>
        <translation>后端没有说明原因。</translation>
    </message>
    <message>
        <source>%1. Not bridged: %2</source>
        <comment>%1: what was measured; %2: why, a sentence</comment>
        <translation>%1。未桥接：%2</translation>
    </message>
    <message>
        <source>Locked. Press again to take %1</source>
        <translation>已锁定。再按一次切换到%1</translation>
    </message>
    <message>
        <source>Somebody locked it: the engine does not take it by itself.</source>
        <translation>有人锁定了它：引擎不会自行切到它。</translation>
    </message>
    <message>
        <source>Changing automation</source>
        <translation>正在更改自动</translation>
    </message>
    <message>
        <source>Changing the locks</source>
        <translation>正在更改锁定</translation>
    </message>
    <message>
        <source>Ending the event</source>
        <translation>正在结束活动</translation>
    </message>
    <message>
        <source>Changing the channel&apos;s settings</source>
        <translation>正在更改频道设置</translation>
    </message>
    <message>
        <source>The locks are set</source>
        <translation>锁定已更改</translation>
    </message>
    <message>
        <source>The event has ended</source>
        <translation>活动已结束</translation>
    </message>
    <message>
        <source>The channel&apos;s settings are changed</source>
        <translation>频道设置已更改</translation>
    </message>
    <message>
        <source>AUTO is %1 now</source>
        <comment>%1: mode of automation</comment>
        <translation>自动现为%1</translation>
    </message>
    <message>
        <source>AUTO is armed again</source>
        <translation>自动已重新启用</translation>
    </message>
    <message>
        <source>The source is locked. Unlock it, or press twice.</source>
        <translation>信号源已锁定。请先解锁，或按两次。</translation>
    </message>
    <message>
        <source>The source is not fit. Press twice to take it all the same.</source>
        <translation>信号源不可用。按两次仍可切换。</translation>
    </message>
    <message>
        <source>Deleting the slate &quot;%1&quot;</source>
        <translation>正在删除垫片“%1”</translation>
    </message>
    <message>
        <source>The slate &quot;%1&quot; can be chosen</source>
        <translation>垫片“%1”可以选择了</translation>
    </message>
    <message>
        <source>The slate &quot;%1&quot; is deleted</source>
        <translation>垫片“%1”已删除</translation>
    </message>
    <message>
        <source>The slate stands ready in a channel. Choose another one there first.</source>
        <translation>垫片在频道中就绪。请先在那里选择另一个。</translation>
    </message>
    <message>
        <source>The file cannot be made into such a slate. A running time needs a still.</source>
        <translation>该文件不能做成这种垫片。走动的时间需要静态图片。</translation>
    </message>
    <message>
        <source>No such slate can be made in the stream&apos;s format.</source>
        <translation>无法按流的格式制作这种垫片。</translation>
    </message>
    <message>
        <source>The slate comes with the program or its configuration: it stays.</source>
        <translation>垫片随程序或配置提供，不能删除。</translation>
    </message>
    <message>
        <source>There is no picture now.</source>
        <translation>现在没有画面。</translation>
    </message>
    <message>
        <source>Unlike live. %1</source>
        <comment>%1: what differs, sentences</comment>
        <translation>与播出不同。%1</translation>
    </message>
    <message>
        <source>Something newer came before it.</source>
        <translation>有更新的操作先行。</translation>
    </message>
    <message>
        <source>The source sends nothing.</source>
        <translation>信号源没有发送数据。</translation>
    </message>
    <message>
        <source>The source sent no keyframe in time.</source>
        <translation>信号源没有及时发来关键帧。</translation>
    </message>
    <message>
        <source>The channel was stopped before it was done.</source>
        <translation>频道在完成之前已停止。</translation>
    </message>
    <message>
        <source>The backend ended before it was measured. Look at what is on air now.</source>
        <translation>后端在测得结果之前已结束。请看现在播出的内容。</translation>
    </message>
    <message>
        <source>The media engine failed.</source>
        <translation>媒体引擎出错。</translation>
    </message>
    <message>
        <source>The slate cannot follow what is live.</source>
        <translation>该垫片无法跟随当前的信号。</translation>
    </message>
    <message>
        <source>The channel is on air. End its event first.</source>
        <translation>频道正在播出。请先结束活动。</translation>
    </message>
    <message>
        <source>There is a channel of this id already.</source>
        <translation>已有此标识的频道。</translation>
    </message>
    <message>
        <source>There are too many channels.</source>
        <translation>频道太多。</translation>
    </message>
    <message>
        <source>There is no such channel.</source>
        <translation>没有这个频道。</translation>
    </message>
    <message>
        <source>There is no such slate.</source>
        <translation>没有这个垫片。</translation>
    </message>
    <message>
        <source>There is no such source.</source>
        <translation>没有这个信号源。</translation>
    </message>
    <message>
        <source>An address is not allowed here.</source>
        <translation>有地址在这里不允许使用。</translation>
    </message>
    <message>
        <source>An address has its key blotted out. Type it anew.</source>
        <translation>有地址的密钥被遮住。请重新输入。</translation>
    </message>
    <message>
        <source>An address cannot be used.</source>
        <translation>有地址不能使用。</translation>
    </message>
    <message>
        <source>An id cannot be used.</source>
        <translation>有标识不能使用。</translation>
    </message>
    <message>
        <source>A value is out of range.</source>
        <translation>有数值超出范围。</translation>
    </message>
    <message>
        <source>Its key was used for another command. Press again.</source>
        <translation>它的标识已用于另一条命令。请再按一次。</translation>
    </message>
    <message>
        <source>The backend is going down.</source>
        <translation>后端正在关闭。</translation>
    </message>
    <message>
        <source>The backend has too much to do. Press again.</source>
        <translation>后端太忙。请再按一次。</translation>
    </message>
    <message>
        <source>%1 has the channel</source>
        <translation>%1 正掌控频道</translation>
    </message>
    <message>
        <source>Ask for it, or take it over (F7, twice).</source>
        <translation>可请对方移交，或按两次 F7 接管。</translation>
    </message>
    <message>
        <source>Asking for the channel</source>
        <translation>正在请求掌控频道</translation>
    </message>
    <message>
        <source>Nobody has the channel now</source>
        <translation>现在无人掌控频道</translation>
    </message>
    <message>
        <source>%1 has the channel now</source>
        <translation>%1 现在掌控频道</translation>
    </message>
    <message>
        <source>Somebody else has the channel. Ask for it, or take it over (F7, twice).</source>
        <translation>频道由他人掌控。可请对方移交，或按两次 F7 接管。</translation>
    </message>
    <message>
        <source>A folder or file cannot be used.</source>
        <translation>有一个文件夹或文件不能使用。</translation>
    </message>
    <message>
        <source>The same id is there twice.</source>
        <translation>同一个标识出现了两次。</translation>
    </message>
    <message>
        <source>Something is missing.</source>
        <translation>缺少内容。</translation>
    </message>
    <message>
        <source>An output is encrypted and has no address for its keys.</source>
        <translation>有一个输出已加密，但没有密钥地址。</translation>
    </message>
    <message>
        <source>Somebody else has changed the rules meanwhile. Undo to see them.</source>
        <translation>其他人在此期间更改了规则。撤销后可以看到。</translation>
    </message>
</context>
<context>
    <name>twinfeed::CardPanel</name>
    <message>
        <source>All channels</source>
        <translation>所有频道</translation>
    </message>
    <message>
        <source>All places</source>
        <translation>所有位置</translation>
    </message>
    <message>
        <source>All metrics</source>
        <translation>所有指标</translation>
    </message>
    <message>
        <source>With and without alarm</source>
        <translation>有无告警均显示</translation>
    </message>
    <message>
        <source>Medium</source>
        <comment>size of cards</comment>
        <translation>中</translation>
    </message>
    <message>
        <source>Small</source>
        <comment>size of cards</comment>
        <translation>小</translation>
    </message>
    <message>
        <source>Large</source>
        <comment>size of cards</comment>
        <translation>大</translation>
    </message>
    <message>
        <source>All cards</source>
        <translation>全部指标卡</translation>
    </message>
    <message>
        <source>All that is measured, or the overview of this channel</source>
        <translation>显示全部指标，或本频道概览</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>频道</translation>
    </message>
    <message>
        <source>Place</source>
        <comment>where something is measured</comment>
        <translation>位置</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Size of the cards</source>
        <translation>卡片大小</translation>
    </message>
    <message>
        <source>Trouble first</source>
        <translation>问题优先</translation>
    </message>
    <message>
        <source>Cards with alarms first, then those out of their limits</source>
        <translation>有告警的在前，其次是超出阈值的</translation>
    </message>
</context>
<context>
    <name>twinfeed::CardView</name>
    <message>
        <source>Nothing to measure yet</source>
        <translation>还没有可测量的内容</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>指标卡</translation>
    </message>
    <message>
        <source>Picture rate and bitrate of the paths, the programme and its outputs</source>
        <translation>链路、播出及其输出的帧率和码率</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>channel and node</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>No card passes the filters</source>
        <translation>没有符合筛选的指标卡</translation>
    </message>
</context>
<context>
    <name>twinfeed::CardWords</name>
    <message>
        <source>nothing arrives</source>
        <translation>没有数据</translation>
    </message>
    <message>
        <source>%1 old</source>
        <comment>a measured value</comment>
        <translation>%1前</translation>
    </message>
    <message>
        <source>LOW, under %1</source>
        <comment>a threshold</comment>
        <translation>过低，低于 %1</translation>
    </message>
    <message>
        <source>%1 ≥ %2</source>
        <comment>a metric and its threshold</comment>
        <translation>%1 ≥ %2</translation>
    </message>
    <message>
        <source>%1, %2: measured over %3</source>
        <translation>%1，%2：测量窗口 %3</translation>
    </message>
    <message>
        <source>%1, %2: %3 %4, %5</source>
        <comment>node, metric, value, unit, note</comment>
        <translation>%1，%2：%3 %4，%5</translation>
    </message>
    <message>
        <source>HIGH, over %1</source>
        <comment>a threshold</comment>
        <translation>过高，高于 %1</translation>
    </message>
    <message>
        <source>%1 ≤ %2</source>
        <comment>a metric and its threshold</comment>
        <translation>%1 ≤ %2</translation>
    </message>
</context>
<context>
    <name>twinfeed::ChannelDialog</name>
    <message>
        <source> ms</source>
        <comment>suffix of a field: milliseconds</comment>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Forget what is entered and show what the channel is now</source>
        <translation>放弃输入，显示频道现在的设置</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>Loss after</source>
        <translation>丢失判定</translation>
    </message>
    <message>
        <source>How far the programme is behind arrival. A change is slewed, by at most 1 % of time.</source>
        <translation>播出比信号到达晚多少。更改时缓慢调整，至多占时间的 1 %。</translation>
    </message>
    <message>
        <source>Without a packet for so long a path is lost, and left.</source>
        <translation>这么久没有数据，链路即判为丢失并被切走。</translation>
    </message>
    <message>
        <source>follows the hold</source>
        <translation>随保持而定</translation>
    </message>
    <message>
        <source>Loss follows the hold</source>
        <translation>丢失判定随保持而定</translation>
    </message>
    <message>
        <source>The hold less 200 ms, at least 100 ms</source>
        <translation>保持减 200 毫秒，至少 100 毫秒</translation>
    </message>
    <message>
        <source>Trim of %1</source>
        <comment>%1: a path</comment>
        <translation>%1校准</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>Holds this path back, so that both show the same at the same time.</source>
        <translation>让这条链路晚一些，使两条链路同时显示相同内容。</translation>
    </message>
    <message>
        <source>keep a decoder warm (8 % of a core)</source>
        <translation>解码器常备（占一个核的 8 %）</translation>
    </message>
    <message>
        <source>as the first path that comes</source>
        <translation>随最先到达的链路</translation>
    </message>
    <message>
        <source>%1 kHz, mono</source>
        <translation>%1 kHz，单声道</translation>
    </message>
    <message>
        <source>%1 kHz, stereo</source>
        <translation>%1 kHz，立体声</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>切换方式</translation>
    </message>
    <message>
        <source>AUTO</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Goes back after</source>
        <translation>切回等待</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>How the programme changes its source; aligned wherever the paths are.</source>
        <translation>播出如何更换信号源；链路对齐时一律对齐切。</translation>
    </message>
    <message>
        <source>Warm decoder</source>
        <translation>常备解码器</translation>
    </message>
    <message>
        <source>So that a bridge begins at once, also with long groups of pictures.</source>
        <translation>即使关键帧间隔很长，桥接也能立即开始。</translation>
    </message>
    <message>
        <source>Mode of automation</source>
        <translation>自动模式</translation>
    </message>
    <message>
        <source>What the engine does by itself.</source>
        <translation>引擎自行做什么。</translation>
    </message>
    <message>
        <source>How long a path must have been fit before the engine goes back to it.</source>
        <translation>链路须可用多久，引擎才切回。</translation>
    </message>
    <message>
        <source>What the sound of the programme is brought to.</source>
        <translation>播出的声音统一为此格式。</translation>
    </message>
    <message>
        <source>Channel %1</source>
        <comment>%1: its name</comment>
        <translation>频道 %1</translation>
    </message>
    <message>
        <source>AUTO is off: nobody leaves a lost path but you.</source>
        <translation>自动已关闭：链路丢失时只有您能切走。</translation>
    </message>
    <message>
        <source>With a hold under 300 ms a failover may leave a gap.</source>
        <translation>保持低于 300 毫秒时，自动切换可能留下间隔。</translation>
    </message>
    <message>
        <source>Loss is seen too late: a failover leaves a gap unless the hold is 200 ms longer.</source>
        <translation>丢失发现得太晚：保持须再长 200 毫秒，自动切换才不留间隔。</translation>
    </message>
    <message>
        <source>Both paths are held back: one trim is enough, and the programme would be earlier.</source>
        <translation>两条链路都被推迟：只校准一条即可，播出也会更早。</translation>
    </message>
    <message>
        <source>A cached cut shows up to a group of pictures again.</source>
        <translation>缓存切会重复至多一个图像组。</translation>
    </message>
    <message>
        <source>A keyframe cut waits up to a group of pictures.</source>
        <translation>关键帧切要等待至多一个图像组。</translation>
    </message>
    <message>
        <source>Trim %1 by %2</source>
        <comment>a path; a time</comment>
        <translation>%1校准 %2</translation>
    </message>
    <message>
        <source>Saves the measured offset as trim at once, and nothing else.</source>
        <translation>立即把实测时差存为校准，不改其他设置。</translation>
    </message>
    <message>
        <source>The backend is not heard just now.</source>
        <translation>此刻收不到后端的消息。</translation>
    </message>
    <message>
        <source>The channel is gone.</source>
        <translation>频道已不存在。</translation>
    </message>
    <message>
        <source>Your role is %1; this needs the role %2.</source>
        <translation>您的角色是%1；此操作需要%2。</translation>
    </message>
    <message>
        <source>The channel was changed meanwhile. Read it again.</source>
        <translation>频道在此期间被更改。请重新读取。</translation>
    </message>
    <message>
        <source>Sent to the backend.</source>
        <translation>已发送到后端。</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>Cannot be saved</source>
        <translation>无法保存</translation>
    </message>
    <message>
        <source>Mind</source>
        <translation>请注意</translation>
    </message>
    <message>
        <source>A failover leaves no gap, if the paths allow it</source>
        <translation>只要链路允许，自动切换不留间隔</translation>
    </message>
    <message>
        <source>One change, whole or not at all.</source>
        <translation>一次更改，要么全部生效，要么完全不变。</translation>
    </message>
    <message>
        <source> s</source>
        <comment>suffix of a field: seconds</comment>
        <translation> 秒</translation>
    </message>
</context>
<context>
    <name>twinfeed::ChannelForm</name>
    <message>
        <source>the first that is ready</source>
        <comment>slate of a new channel</comment>
        <translation>第一个就绪的垫片</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Small letters, digits and hyphens; cannot be changed later</source>
        <translation>小写字母、数字和连字符；以后不能更改</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What people call it</source>
        <translation>人们对它的称呼</translation>
    </message>
    <message>
        <source>%1 from</source>
        <comment>%1: a path; then its address</comment>
        <translation>%1地址</translation>
    </message>
    <message>
        <source>Its address. *** stands for a key that is kept; type a whole address to put another in its place.</source>
        <translation>它的地址。*** 表示已保存的密钥；输入完整的地址可以换成另一个。</translation>
    </message>
    <message>
        <source>%1 is</source>
        <comment>%1: a path; then: fetched, or waited for</comment>
        <translation>%1方式</translation>
    </message>
    <message>
        <source>Whether the backend fetches it, or waits for its encoder.</source>
        <translation>由后端去拉取，还是等待编码器推送。</translation>
    </message>
    <message>
        <source>Trim of %1</source>
        <comment>%1: a path</comment>
        <translation>%1校准</translation>
    </message>
    <message>
        <source>Holds this path back, so that both show the same at the same time.</source>
        <translation>让这条链路晚一些，使两条链路同时显示相同内容。</translation>
    </message>
    <message>
        <source>fetched from there</source>
        <comment>a path</comment>
        <translation>从该处拉取</translation>
    </message>
    <message>
        <source>waited for there</source>
        <comment>a path: its encoder sends to us</comment>
        <translation>在该处等待</translation>
    </message>
    <message>
        <source> ms</source>
        <comment>suffix of a field: milliseconds</comment>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>How far the programme is behind arrival.</source>
        <translation>播出比信号到达晚多少。</translation>
    </message>
    <message>
        <source>AUTO</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>What the engine does by itself.</source>
        <translation>引擎自行做什么。</translation>
    </message>
    <message>
        <source>Slate</source>
        <translation>垫片</translation>
    </message>
    <message>
        <source>Which slate stands ready.</source>
        <translation>哪个垫片就绪。</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Add an output</source>
        <translation>添加输出</translation>
    </message>
    <message>
        <source>Take it out</source>
        <comment>an output</comment>
        <translation>移除</translation>
    </message>
    <message>
        <source>Takes the chosen output out of this channel</source>
        <translation>从本频道移除所选的输出</translation>
    </message>
</context>
<context>
    <name>twinfeed::ChannelGrid</name>
    <message>
        <source>shown large</source>
        <comment>a channel</comment>
        <translation>正在大画面显示</translation>
    </message>
    <message>
        <source>Show the channel %1 large</source>
        <translation>用大画面显示频道 %1</translation>
    </message>
</context>
<context>
    <name>twinfeed::Commands</name>
    <message>
        <source>The file is larger than 32 MiB.</source>
        <translation>文件大于 32 MiB。</translation>
    </message>
    <message>
        <source>Use a shorter clip or a smaller picture.</source>
        <translation>请使用更短的视频或更小的图片。</translation>
    </message>
    <message>
        <source>The file cannot be read: %1.</source>
        <translation>文件无法读取：%1。</translation>
    </message>
</context>
<context>
    <name>twinfeed::ConnectPage</name>
    <message>
        <source>%1 (%2)</source>
        <comment>a backend: its name, its address</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Forget it?</source>
        <translation>确定忘记？</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>忘记</translation>
    </message>
    <message>
        <source>The token goes into the key store of this system, and into no file.</source>
        <translation>令牌存入系统的密钥库，不写入文件。</translation>
    </message>
    <message>
        <source>Tokens are kept in the key store of this system, and in no file.</source>
        <translation>令牌保存在系统的密钥库中，不写入文件。</translation>
    </message>
    <message>
        <source>This system has no key store that answers: a token is known until the program ends, and has to be entered again next time.</source>
        <translation>系统没有可用的密钥库：令牌只在程序结束前有效，下次需要重新输入。</translation>
    </message>
    <message>
        <source>Connections - Twinfeed</source>
        <translation>连接 - Twinfeed</translation>
    </message>
    <message>
        <source>What do you want to work with?</source>
        <translation>要使用哪个后端？</translation>
    </message>
    <message>
        <source>Demo event</source>
        <comment>a button</comment>
        <translation>演示活动</translation>
    </message>
    <message>
        <source>A backend and two live test feeds on this machine, to try everything. They end with the window.</source>
        <translation>本机上的一个后端和两路实时测试信号，可以试用全部功能，随窗口一起结束。</translation>
    </message>
    <message>
        <source>The backend of this machine</source>
        <translation>本机的后端</translation>
    </message>
    <message>
        <source>It is started if none runs, and goes on when the window is closed.</source>
        <translation>没有运行时会启动一个；关闭窗口后继续运行。</translation>
    </message>
    <message>
        <source>Backends that you have used</source>
        <translation>用过的后端</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Change...</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Another name, address or token</source>
        <translation>更改名称、地址或令牌</translation>
    </message>
    <message>
        <source>Takes the backend off this list and its token out of the key store</source>
        <translation>从列表中删除这个后端，并从密钥库中删除它的令牌</translation>
    </message>
    <message>
        <source>Another backend</source>
        <translation>其他后端</translation>
    </message>
    <message>
        <source>Change a backend</source>
        <translation>更改后端</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>as you call it; else its address</source>
        <translation>您对它的称呼；不填则用地址</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Token</source>
        <comment>a secret that opens the backend</comment>
        <translation>令牌</translation>
    </message>
    <message>
        <source>from whoever runs the backend</source>
        <translation>由后端的管理者提供</translation>
    </message>
    <message>
        <source>leave empty to keep the one that is known</source>
        <translation>留空则保留已有的令牌</translation>
    </message>
    <message>
        <source>Asks the backend, and keeps it when it answers</source>
        <translation>询问后端，有答复后保存</translation>
    </message>
    <message>
        <source>Enter another one</source>
        <translation>输入另一个</translation>
    </message>
</context>
<context>
    <name>twinfeed::ConnectionLamp</name>
    <message>
        <source>Connecting to the backend, for %1</source>
        <translation>正在连接后端，已 %1</translation>
    </message>
    <message>
        <source>No backend since %1 (%2). Reconnecting by itself.</source>
        <translation>自 %1 起没有后端（%2）。正在自动重新连接。</translation>
    </message>
    <message>
        <source>Refused by the backend since %1: %2</source>
        <translation>自 %1 起被后端拒绝：%2</translation>
    </message>
    <message>
        <source>STALE: nothing heard for %1. What is shown may be untrue.</source>
        <translation>数据陈旧：已有 %1没有消息。显示的内容可能不真实。</translation>
    </message>
    <message>
        <source>Connected, data %1 old</source>
        <translation>已连接，数据时间：%1前</translation>
    </message>
    <message>
        <source>Connected to %1, data %2 old</source>
        <translation>已连接到 %1，数据时间：%2前</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>%1 old</source>
        <comment>data; %1: an age</comment>
        <translation>%1前</translation>
    </message>
</context>
<context>
    <name>twinfeed::ControlButton</name>
    <message>
        <source>Let go of the channel</source>
        <translation>放开频道</translation>
    </message>
    <message>
        <source>Hand it over...</source>
        <translation>移交…</translation>
    </message>
    <message>
        <source>Hand the channel over</source>
        <translation>移交频道</translation>
    </message>
    <message>
        <source>To whom? The name as it stands in the journal:</source>
        <translation>移交给谁？填写日志中的名字：</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Who has it: not known</source>
        <comment>the channel</comment>
        <translation>掌控者：未知</translation>
    </message>
    <message>
        <source>Who has the channel is not known now.</source>
        <translation>现在不知道谁掌控频道。</translation>
    </message>
    <message>
        <source>Nobody has it</source>
        <comment>the channel</comment>
        <translation>无人掌控</translation>
    </message>
    <message>
        <source>Nobody has the channel: all directors may take. Press (F7) to have it alone.</source>
        <translation>无人掌控频道：所有导播都可切换。按下（F7）由您独自掌控。</translation>
    </message>
    <message>
        <source>You have it</source>
        <comment>the channel</comment>
        <translation>由您掌控</translation>
    </message>
    <message>
        <source>Only you may take. Press (F7) to let go of the channel or to hand it over.</source>
        <translation>只有您可以切换。按下（F7）可放开或移交频道。</translation>
    </message>
    <message>
        <source>Take it over?</source>
        <comment>the channel</comment>
        <translation>确认接管？</translation>
    </message>
    <message>
        <source>%1 has it</source>
        <comment>the channel</comment>
        <translation>%1 掌控中</translation>
    </message>
    <message>
        <source>Press again: then you have the channel, and %1 is told.</source>
        <translation>再按一次：频道由您掌控，并会告知 %1。</translation>
    </message>
    <message>
        <source>Only %1 may take. Press (F7), and once more, to take the channel over.</source>
        <translation>只有 %1 可以切换。按下（F7），再按一次即可接管频道。</translation>
    </message>
    <message>
        <source>Who has the channel</source>
        <translation>谁掌控频道</translation>
    </message>
    <message>
        <source>Your role is %1; to have the channel takes the role %2.</source>
        <translation>您的角色是%1；掌控频道需要%2角色。</translation>
    </message>
</context>
<context>
    <name>twinfeed::DrillChart</name>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Presses</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>On air</source>
        <translation>播出</translation>
    </message>
</context>
<context>
    <name>twinfeed::DrillPanel</name>
    <message>
        <source>This is a rehearsal unit. Faults are made on its own feeds; nothing on air is touched.</source>
        <translation>这是演练单元。故障只施加在它自己的信号上，不影响任何播出内容。</translation>
    </message>
    <message>
        <source>This unit is live: only tabletops are held here. A rehearsal has a unit and a window of its own, made from the same event.</source>
        <translation>这是直播单元：这里只能进行桌面推演。演练使用由同一活动生成的独立单元和独立窗口。</translation>
    </message>
    <message>
        <source>It needs streams, and so a rehearsal unit.</source>
        <translation>它需要信号，因此需要演练单元。</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>过程</translation>
    </message>
    <message>
        <source>Once more: break it off</source>
        <translation>再按一次：中断</translation>
    </message>
    <message>
        <source>End the drill</source>
        <translation>结束演练</translation>
    </message>
    <message>
        <source>Break the drill off</source>
        <translation>中断演练</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>two times: elapsed, and in all</comment>
        <translation>%1，共 %2</translation>
    </message>
    <message>
        <source>The feeds come up. The first time on a machine this takes some minutes.</source>
        <translation>信号正在启动。在一台机器上首次启动需要几分钟。</translation>
    </message>
    <message>
        <source>All questions are answered. End the drill.</source>
        <translation>所有问题已回答。请结束演练。</translation>
    </message>
    <message>
        <source>Start a rehearsal</source>
        <translation>开始演练</translation>
    </message>
    <message>
        <source>A unit of its own from the same event, in a window of its own (Ctrl+Shift+R). Nothing on air is touched.</source>
        <translation>由同一活动生成独立单元，在独立窗口中打开（Ctrl+Shift+R）。不影响任何播出内容。</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>剧本</translation>
    </message>
    <message>
        <source>Kind of drill</source>
        <translation>演练方式</translation>
    </message>
    <message>
        <source>Seed: drawn</source>
        <translation>种子：随机</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The same seed repeats a drill exactly. Empty: another one each time.</source>
        <translation>相同的种子会完全重复同一次演练。留空：每次都不同。</translation>
    </message>
    <message>
        <source>Start the drill</source>
        <translation>启动演练</translation>
    </message>
    <message>
        <source>Course of the drill</source>
        <translation>演练过程</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>再来一次</translation>
    </message>
    <message>
        <source>The same scenario with the same seed</source>
        <translation>相同的剧本和相同的种子</translation>
    </message>
    <message>
        <source>Another drill</source>
        <translation>其他演练</translation>
    </message>
    <message>
        <source>Readiness and records</source>
        <translation>就绪情况与记录</translation>
    </message>
</context>
<context>
    <name>twinfeed::DrillRecords</name>
    <message>
        <source>Not known yet.</source>
        <translation>尚不清楚。</translation>
    </message>
    <message>
        <source>Ready: all that the calendar asks for was rehearsed.</source>
        <translation>已就绪：日历要求的内容均已演练。</translation>
    </message>
    <message>
        <source>Not ready: the calendar asks for more than was rehearsed.</source>
        <translation>未就绪：日历要求的内容尚未全部演练。</translation>
    </message>
    <message>
        <source>No drills.</source>
        <translation>没有演练。</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>过程</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Readiness and drills</source>
        <translation>就绪情况与演练</translation>
    </message>
    <message>
        <source>Readiness</source>
        <translation>就绪情况</translation>
    </message>
    <message>
        <source>Drills</source>
        <translation>演练</translation>
    </message>
    <message>
        <source>Search scenarios, people, notes</source>
        <translation>搜索剧本、人员、备注</translation>
    </message>
    <message>
        <source>Drills, newest first</source>
        <translation>演练，最新的在前</translation>
    </message>
    <message>
        <source>The drill in full</source>
        <translation>演练的完整记录</translation>
    </message>
    <message>
        <source>What is to be done afterwards?</source>
        <translation>事后要做什么？</translation>
    </message>
    <message>
        <source>By whom?</source>
        <translation>由谁负责？</translation>
    </message>
    <message>
        <source>Until (2026-12-24)</source>
        <comment>a date as it is to be written</comment>
        <translation>截止日期（2026-12-24）</translation>
    </message>
    <message>
        <source>Write it down</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Report as PDF</source>
        <translation>PDF 报告</translation>
    </message>
    <message>
        <source>Report as HTML</source>
        <translation>HTML 报告</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>twinfeed::DrillReport</name>
    <message>
        <source>Drill %1: %2</source>
        <comment>%1: its number, %2: name of the scenario</comment>
        <translation>演练 %1：%2</translation>
    </message>
    <message>
        <source>This one</source>
        <translation>本次</translation>
    </message>
    <message>
        <source>Drill</source>
        <translation>演练</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>to the alarm</source>
        <translation>到告警</translation>
    </message>
    <message>
        <source>to the right press</source>
        <translation>到正确操作</translation>
    </message>
    <message>
        <source>to a good programme</source>
        <translation>到播出恢复</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>As many points as the time before.</source>
        <translation>与上一次分数相同。</translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) more than the time before.</source>
        <translation>
            <numerusform>比上一次多 %n 分。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) less than the time before.</source>
        <translation>
            <numerusform>比上一次少 %n 分。</numerusform>
        </translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Time line</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>过程</translation>
    </message>
    <message>
        <source>The programme at each mark</source>
        <translation>各时刻的播出画面</translation>
    </message>
    <message>
        <source>Against earlier drills</source>
        <translation>与以往演练比较</translation>
    </message>
    <message>
        <source>What is to be done</source>
        <translation>待办事项</translation>
    </message>
    <message>
        <source>Nothing was written down.</source>
        <translation>没有记录。</translation>
    </message>
    <message>
        <source>Written at %1</source>
        <comment>a date and time</comment>
        <translation>生成于 %1</translation>
    </message>
</context>
<context>
    <name>twinfeed::DrillText</name>
    <message>
        <source>%1 · %2 · %3 · started by %4</source>
        <comment>kind of drill, state, a time, who</comment>
        <translation>%1 · %2 · %3 · 由 %4 启动</translation>
    </message>
    <message>
        <source>%1 · operators: %2</source>
        <comment>%1: seed, %2: names</comment>
        <translation>%1 · 操作员：%2</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>尚未发生任何事情。</translation>
    </message>
    <message>
        <source>Everything was done right and in time.</source>
        <translation>一切操作正确且及时。</translation>
    </message>
    <message>
        <source>At</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Why</source>
        <comment>the reasons of a score</comment>
        <translation>原因</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Target</source>
        <comment>of a measured time</comment>
        <translation>目标</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>to the alarm</source>
        <translation>到告警</translation>
    </message>
    <message>
        <source>to the first right press</source>
        <translation>到首个正确操作</translation>
    </message>
    <message>
        <source>to a good programme</source>
        <translation>到播出恢复</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>%1: who, %2: when</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>What is to be done</source>
        <translation>待办事项</translation>
    </message>
    <message>
        <source>By whom</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>Until</source>
        <comment>a date</comment>
        <translation>截止</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>记录人</translation>
    </message>
    <message>
        <source>Now: %1 (%2 left)</source>
        <comment>%1: what is to be pressed, %2: a time</comment>
        <translation>现在：%1（剩余 %2）</translation>
    </message>
    <message>
        <source>Overdue: %1</source>
        <translation>已超时：%1</translation>
    </message>
    <message>
        <source>In about %1: %2</source>
        <comment>%1: a time, %2: what will happen</comment>
        <translation>约 %1 后：%2</translation>
    </message>
    <message>
        <source>Any moment: %1</source>
        <translation>随时：%1</translation>
    </message>
    <message>
        <source>Nothing more will happen. Look on until the drill ends.</source>
        <translation>不会再有其他事情发生。请观察到演练结束。</translation>
    </message>
</context>
<context>
    <name>twinfeed::DrillWords</name>
    <message>
        <source>Tabletop</source>
        <comment>kind of drill</comment>
        <translation>桌面推演</translation>
    </message>
    <message>
        <source>Simulated</source>
        <comment>kind of drill</comment>
        <translation>模拟演练</translation>
    </message>
    <message>
        <source>Walk-through</source>
        <comment>kind of drill</comment>
        <translation>引导演练</translation>
    </message>
    <message>
        <source>Preparing</source>
        <comment>of a drill</comment>
        <translation>准备中</translation>
    </message>
    <message>
        <source>Running</source>
        <comment>of a drill</comment>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Ended</source>
        <comment>of a drill</comment>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Broken off</source>
        <comment>of a drill</comment>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Could not be held</source>
        <comment>of a drill</comment>
        <translation>无法进行</translation>
    </message>
    <message>
        <source>one of both paths</source>
        <translation>两路之一</translation>
    </message>
    <message>
        <source>the other path</source>
        <translation>另一路</translation>
    </message>
    <message>
        <source>the path on air</source>
        <translation>播出的链路</translation>
    </message>
    <message>
        <source>the path that stands by</source>
        <translation>备用的链路</translation>
    </message>
    <message>
        <source>the first output</source>
        <translation>第一个输出</translation>
    </message>
    <message>
        <source>%1: the encoder stops</source>
        <translation>%1：编码器停止</translation>
    </message>
    <message>
        <source>%1: the connection is cut</source>
        <translation>%1：连接被切断</translation>
    </message>
    <message>
        <source>%1: black picture</source>
        <translation>%1：黑场</translation>
    </message>
    <message>
        <source>%1: the picture stands still</source>
        <translation>%1：画面静止</translation>
    </message>
    <message>
        <source>%1: a part of the picture stands still</source>
        <translation>%1：部分画面静止</translation>
    </message>
    <message>
        <source>%1: the picture is dark</source>
        <translation>%1：画面过暗</translation>
    </message>
    <message>
        <source>%1: bitrate too low</source>
        <translation>%1：码率过低</translation>
    </message>
    <message>
        <source>%1: picture rate too low</source>
        <translation>%1：帧率过低</translation>
    </message>
    <message>
        <source>%1: no sound</source>
        <translation>%1：无声</translation>
    </message>
    <message>
        <source>%1: the sound is clipped</source>
        <translation>%1：声音削波</translation>
    </message>
    <message>
        <source>%1: the sound is late</source>
        <translation>%1：声音滞后</translation>
    </message>
    <message>
        <source>%1: packets come unevenly</source>
        <translation>%1：数据包到达不均</translation>
    </message>
    <message>
        <source>%1: packets are lost</source>
        <translation>%1：丢包</translation>
    </message>
    <message>
        <source>%1: the connection is reset</source>
        <translation>%1：连接被重置</translation>
    </message>
    <message>
        <source>%1: nothing passes, the connection stays</source>
        <translation>%1：连接仍在但没有数据</translation>
    </message>
    <message>
        <source>%1: the network is slow</source>
        <translation>%1：网络缓慢</translation>
    </message>
    <message>
        <source>%1: a byte a second</source>
        <translation>%1：每秒一个字节</translation>
    </message>
    <message>
        <source>%1: nobody gets through</source>
        <translation>%1：无法连通</translation>
    </message>
    <message>
        <source>%1: the destination is down</source>
        <translation>%1：目的地中断</translation>
    </message>
    <message>
        <source>Put %1 on air</source>
        <comment>%1: a source</comment>
        <translation>将%1切上播出</translation>
    </message>
    <message>
        <source>Choose a slate</source>
        <translation>选择垫片</translation>
    </message>
    <message>
        <source>Change or arm automation</source>
        <translation>更改或重新启用自动切换</translation>
    </message>
    <message>
        <source>Lock or unlock a source</source>
        <translation>锁定或解锁信号源</translation>
    </message>
    <message>
        <source>Switch encryption</source>
        <translation>切换加密</translation>
    </message>
    <message>
        <source>Acknowledge an alarm</source>
        <translation>确认告警</translation>
    </message>
    <message>
        <source>Fire the plan %1</source>
        <comment>%1: name of a plan</comment>
        <translation>执行预案 %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>%1: what, %2: who</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Fault: %1</source>
        <translation>故障：%1</translation>
    </message>
    <message>
        <source>Fault over: %1</source>
        <translation>故障结束：%1</translation>
    </message>
    <message>
        <source>Alarm: %1</source>
        <translation>告警：%1</translation>
    </message>
    <message>
        <source>On air: %1</source>
        <translation>播出：%1</translation>
    </message>
    <message>
        <source>The programme is good again: %1</source>
        <translation>播出恢复正常：%1</translation>
    </message>
    <message>
        <source>Answer: %1</source>
        <translation>回答：%1</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>太迟</translation>
    </message>
    <message>
        <source>Not done</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Wrong press</source>
        <translation>错误操作</translation>
    </message>
    <message>
        <source>Needless press</source>
        <translation>不必要的操作</translation>
    </message>
    <message>
        <source>Missed alarm</source>
        <translation>漏掉告警</translation>
    </message>
    <message>
        <source>Must not happen</source>
        <translation>禁止的操作</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>太慢</translation>
    </message>
    <message>
        <source>No alarm</source>
        <translation>没有告警</translation>
    </message>
    <message>
        <source>Wrong answer</source>
        <translation>回答错误</translation>
    </message>
    <message>
        <source>%1: done by %2 later than the %3 there were.</source>
        <comment>%1: what, %2: who, %3: a time</comment>
        <translation>%1：%2 完成时已超过规定的 %3。</translation>
    </message>
    <message>
        <source>%1: not done within %2, nor later.</source>
        <comment>%1: what, %2: a time</comment>
        <translation>%1：在 %2 内没有完成，之后也没有。</translation>
    </message>
    <message>
        <source>%1 put %2 on air, which is the broken one.</source>
        <translation>%1 将%2切上播出，而它正是故障的一路。</translation>
    </message>
    <message>
        <source>%1 put %2 on air while the programme was good.</source>
        <translation>%1 在播出正常时将%2切上播出。</translation>
    </message>
    <message>
        <source>%1 did what must not happen here.</source>
        <translation>%1 进行了此处禁止的操作。</translation>
    </message>
    <message>
        <source>%1 put %2 on air, which must not happen here.</source>
        <translation>%1 将%2切上播出，这在此处是禁止的。</translation>
    </message>
    <message>
        <source>Nobody did anything about the alarm of: %1</source>
        <translation>没有人处理此故障的告警：%1</translation>
    </message>
    <message>
        <source>The programme was good again more than %1 after the press: %2</source>
        <comment>%1: a time, %2: a fault</comment>
        <translation>操作后超过 %1 播出才恢复：%2</translation>
    </message>
    <message>
        <source>No alarm within %1 showed: %2 (costs nobody anything)</source>
        <comment>%1: a time, %2: a fault</comment>
        <translation>%1 内没有告警显示：%2（不扣分）</translation>
    </message>
    <message>
        <source>Not answered: %1</source>
        <translation>未回答：%1</translation>
    </message>
    <message>
        <source>Answered wrongly: %1 %2</source>
        <comment>%1: a question, %2: what is right</comment>
        <translation>回答错误：%1 %2</translation>
    </message>
    <message>
        <source>%1 of 100: green</source>
        <translation>100 分中得 %1 分：绿色</translation>
    </message>
    <message>
        <source>%1 of 100: not green</source>
        <translation>100 分中得 %1 分：未达绿色</translation>
    </message>
    <message>
        <source>Seed %1</source>
        <comment>the same seed repeats a drill exactly</comment>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>Plan: %1</source>
        <translation>预案：%1</translation>
    </message>
    <message>
        <source>Each week: a drill with streams</source>
        <translation>每周：一次带信号的演练</translation>
    </message>
    <message>
        <source>Each month: a single fault</source>
        <translation>每月：一次单一故障</translation>
    </message>
    <message>
        <source>Each quarter: three faults and more</source>
        <translation>每季度：三个及以上故障</translation>
    </message>
    <message>
        <source>This is a live unit: only tabletops are held here. Start a rehearsal.</source>
        <translation>这是直播单元：这里只能进行桌面推演。请开始演练。</translation>
    </message>
    <message>
        <source>A drill is running already. End it first.</source>
        <translation>已有演练正在进行。请先结束它。</translation>
    </message>
    <message>
        <source>The drill is over.</source>
        <translation>演练已结束。</translation>
    </message>
    <message>
        <source>There is no such drill any more.</source>
        <translation>该演练已不存在。</translation>
    </message>
    <message>
        <source>There is no such scenario any more.</source>
        <translation>该剧本已不存在。</translation>
    </message>
    <message>
        <source>There is no such question in this drill.</source>
        <translation>此次演练中没有该问题。</translation>
    </message>
</context>
<context>
    <name>twinfeed::HelpWindow</name>
    <message>
        <source>Handbook</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>Pages of the handbook</source>
        <translation>手册目录</translation>
    </message>
    <message>
        <source>Page of the handbook</source>
        <translation>手册页面</translation>
    </message>
</context>
<context>
    <name>twinfeed::JournalPanel</name>
    <message>
        <source>As a table (CSV)…</source>
        <translation>存为表格（CSV）…</translation>
    </message>
    <message>
        <source>As JSON Lines…</source>
        <translation>存为 JSON Lines…</translation>
    </message>
    <message>
        <source>As a report with pictures (PDF)…</source>
        <translation>存为带图的报告（PDF）…</translation>
    </message>
    <message>
        <source>Write down what others should know</source>
        <translation>写下其他人应当知道的事</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Programme</source>
        <translation>播出</translation>
    </message>
    <message>
        <source>Trouble</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Kind of entries</source>
        <translation>条目类别</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the journal</source>
        <translation>搜索日志</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>备注…</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Keep what is shown as a file</source>
        <translation>将显示的内容存为文件</translation>
    </message>
</context>
<context>
    <name>twinfeed::JournalReport</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>谁</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>频道</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message numerus="yes">
        <source>Written at %1; %n entries</source>
        <comment>a date and time</comment>
        <translation>
            <numerusform>写于 %1；共 %n 条</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::JournalView</name>
    <message>
        <source>Journal</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Everything that was done, newest first</source>
        <translation>所有操作，最新的在前</translation>
    </message>
    <message>
        <source>No entries yet</source>
        <translation>还没有条目</translation>
    </message>
    <message>
        <source>No such entry</source>
        <translation>没有这样的条目</translation>
    </message>
</context>
<context>
    <name>twinfeed::JournalWords</name>
    <message>
        <source>%1, %2: %3</source>
        <comment>time, who, what</comment>
        <translation>%1，%2：%3</translation>
    </message>
    <message>
        <source>Twinfeed</source>
        <comment>the backend itself, as an actor</comment>
        <translation>Twinfeed</translation>
    </message>
    <message>
        <source>Set up the channel %1</source>
        <translation>设置了频道 %1</translation>
    </message>
    <message>
        <source>Changed the channel %1</source>
        <translation>更改了频道 %1</translation>
    </message>
    <message>
        <source>Took down the channel %1</source>
        <translation>撤下了频道 %1</translation>
    </message>
    <message>
        <source>Backend started, version %1</source>
        <translation>后端启动，版本 %1</translation>
    </message>
    <message>
        <source>Backend stopped</source>
        <translation>后端停止</translation>
    </message>
    <message numerus="yes">
        <source>%n more request(s) were refused</source>
        <translation>
            <numerusform>另有 %n 个请求被拒绝</numerusform>
        </translation>
    </message>
    <message>
        <source>Was refused: the channel had been changed</source>
        <translation>被拒绝：频道已被更改</translation>
    </message>
    <message>
        <source>Was refused: the same take within a second</source>
        <translation>被拒绝：一秒内同样的切换</translation>
    </message>
    <message>
        <source>Was refused: it came too late</source>
        <translation>被拒绝：来得太晚</translation>
    </message>
    <message>
        <source>Was refused: the source was not fit</source>
        <translation>被拒绝：信号源不可用</translation>
    </message>
    <message>
        <source>Was refused: not allowed with this role</source>
        <translation>被拒绝：该角色不允许</translation>
    </message>
    <message>
        <source>Was refused: unknown token</source>
        <translation>被拒绝：未知令牌</translation>
    </message>
    <message>
        <source>Took %1, cut %2</source>
        <translation>切换到%1，%2切</translation>
    </message>
    <message>
        <source>The take failed: %1</source>
        <translation>切换失败：%1</translation>
    </message>
    <message>
        <source>%1 is live</source>
        <translation>%1有信号</translation>
    </message>
    <message>
        <source>%1 is LOST while on air</source>
        <translation>%1在播出时丢失</translation>
    </message>
    <message>
        <source>%1 is LOST</source>
        <translation>%1丢失</translation>
    </message>
    <message>
        <source>%1 sends what cannot be used</source>
        <translation>%1的内容无法使用</translation>
    </message>
    <message>
        <source>Output %1 is live</source>
        <translation>输出 %1 正常</translation>
    </message>
    <message>
        <source>Output %1 has failed and reconnects</source>
        <translation>输出 %1 失败，正在重新连接</translation>
    </message>
    <message>
        <source>Chose the slate %1 to stand ready</source>
        <translation>选择垫片 %1 就绪</translation>
    </message>
    <message>
        <source>The slate stands ready</source>
        <translation>垫片已就绪</translation>
    </message>
    <message>
        <source>The slate does not stand ready: %1</source>
        <translation>垫片没有就绪：%1</translation>
    </message>
    <message>
        <source>Added the slate %1</source>
        <translation>添加了垫片 %1</translation>
    </message>
    <message>
        <source>The new slate is ready</source>
        <translation>新垫片已就绪</translation>
    </message>
    <message>
        <source>The new slate cannot be used: %1</source>
        <translation>新垫片无法使用：%1</translation>
    </message>
    <message>
        <source>The configuration set up the channel %1</source>
        <translation>配置文件设定了频道 %1</translation>
    </message>
    <message>
        <source>Ended the event</source>
        <translation>结束了活动</translation>
    </message>
    <message>
        <source>Unlocked all sources</source>
        <translation>解锁所有信号源</translation>
    </message>
    <message>
        <source>Locked: %1</source>
        <comment>%1: sources</comment>
        <translation>锁定：%1</translation>
    </message>
    <message>
        <source>Set AUTO to %1</source>
        <comment>%1: mode of automation</comment>
        <translation>自动设为%1</translation>
    </message>
    <message>
        <source>Armed AUTO again</source>
        <translation>重新启用自动</translation>
    </message>
    <message>
        <source>Deleted the slate %1</source>
        <translation>删除了垫片 %1</translation>
    </message>
    <message>
        <source>Was refused: %1</source>
        <comment>%1: why, a sentence</comment>
        <translation>被拒绝：%1</translation>
    </message>
    <message>
        <source>Took %1 by force, cut %2</source>
        <translation>强制切换到%1，%2切</translation>
    </message>
    <message>
        <source>Set AUTO to %1 and armed it</source>
        <comment>%1: mode of automation</comment>
        <translation>自动设为%1并重新启用</translation>
    </message>
    <message>
        <source>Kept the picture of %1 as the slate %2</source>
        <translation>把%1的画面留作垫片 %2</translation>
    </message>
    <message>
        <source>The slate %1 cannot stand ready: %2</source>
        <translation>垫片 %1 不能就绪：%2</translation>
    </message>
    <message>
        <source>Has the channel now</source>
        <translation>现在掌控频道</translation>
    </message>
    <message>
        <source>Took the channel over from %1</source>
        <translation>从 %1 接管了频道</translation>
    </message>
    <message>
        <source>Handed the channel over to %1</source>
        <translation>把频道移交给 %1</translation>
    </message>
    <message>
        <source>Let go of the channel</source>
        <translation>放开频道</translation>
    </message>
    <message>
        <source>%1 has the channel no more: the console is gone</source>
        <translation>%1 不再掌控频道：其控制台已断开</translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) set up or changed</source>
        <translation>
            <numerusform>设立或更改了 %n 个频道</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) taken down</source>
        <translation>
            <numerusform>撤下了 %n 个频道</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n slate(s) deleted</source>
        <translation>
            <numerusform>删除了 %n 个垫片</numerusform>
        </translation>
    </message>
    <message>
        <source>the rules changed</source>
        <translation>更改了规则</translation>
    </message>
    <message>
        <source>Setup: %1</source>
        <comment>%1: what was changed in it</comment>
        <translation>设置：%1</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between parts of a list</comment>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>twinfeed::KeySheet</name>
    <message>
        <source>Choose PRIMARY, BACKUP, SLATE as NEXT; again: not any more</source>
        <translation>选择主路、备路、垫片为待播；再按取消</translation>
    </message>
    <message>
        <source>TAKE: put NEXT on air</source>
        <translation>切换：将待播送出播出</translation>
    </message>
    <message>
        <source>Return</source>
        <comment>a key</comment>
        <translation>回车</translation>
    </message>
    <message>
        <source>The same, while the keyboard is on the bus</source>
        <translation>同上，键盘焦点在切换台时</translation>
    </message>
    <message>
        <source>Take PRIMARY, BACKUP, SLATE at once</source>
        <translation>立即切换到主路、备路、垫片</translation>
    </message>
    <message>
        <source>Esc</source>
        <comment>a key</comment>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Nothing is NEXT any more</source>
        <translation>取消待播</translation>
    </message>
    <message>
        <source>Show the channel before, the channel after</source>
        <translation>显示上一个、下一个频道</translation>
    </message>
    <message>
        <source>Tab   Shift+Tab</source>
        <comment>keys</comment>
        <translation>Tab   Shift+Tab</translation>
    </message>
    <message>
        <source>Go to the next control, and back</source>
        <translation>到下一个控件、上一个控件</translation>
    </message>
    <message>
        <source>Space</source>
        <comment>a key</comment>
        <translation>空格</translation>
    </message>
    <message>
        <source>Press the button that has the keyboard</source>
        <translation>按下有键盘焦点的按钮</translation>
    </message>
    <message>
        <source>This sheet</source>
        <translation>本按键表</translation>
    </message>
    <message>
        <source>The handbook</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>Full screen, and back</source>
        <translation>全屏，再按退出</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Lock PRIMARY, BACKUP, SLATE; again: unlock</source>
        <translation>锁定主路、备路、垫片；再按：解锁</translation>
    </message>
    <message>
        <source>Arm automation again</source>
        <translation>重新启用自动切换</translation>
    </message>
    <message>
        <source>Choose what the engine does by itself</source>
        <translation>选择自动模式</translation>
    </message>
    <message>
        <source>End the event; a second time within 5 s</source>
        <translation>结束活动；5 秒内再按一次</translation>
    </message>
    <message>
        <source>Hold, loss, trims and cut of this channel</source>
        <translation>本频道的保持、丢失判定、校准和切换方式</translation>
    </message>
    <message>
        <source>Switch encryption on, off or to a new key</source>
        <translation>开启、关闭加密或更换密钥</translation>
    </message>
    <message>
        <source>Emergency stop of encryption: all clear, at once</source>
        <translation>紧急停止加密：立即全部不加密</translation>
    </message>
    <message>
        <source>The layouts Director, Engineer, Rehearsal, Wall</source>
        <translation>布局：导播、工程、演练、大屏</translation>
    </message>
    <message>
        <source>Layouts and panels: keep one, open, close, lock</source>
        <translation>布局和面板：保存、打开、关闭、锁定</translation>
    </message>
    <message>
        <source>The wall in a window of its own, and away</source>
        <translation>在独立窗口中打开或关闭大屏</translation>
    </message>
    <message>
        <source>Have the channel; take it over (twice), let go of it or hand it over</source>
        <translation>掌控频道；接管（按两次）、放开或移交</translation>
    </message>
    <message>
        <source>Go to the plan deck</source>
        <translation>到预案板</translation>
    </message>
    <message>
        <source>Arm the plan that is chosen or lit; again: fire it, or hold</source>
        <translation>将选中或亮起的预案就位；再按：执行，或按住</translation>
    </message>
    <message>
        <source>Abort the plan that runs; a second time within 5 s</source>
        <translation>中止正在执行的预案；5 秒内按第二次</translation>
    </message>
    <message>
        <source>Silence: this console is quiet until a new alarm comes</source>
        <translation>静音：本控制台安静，直到出现新告警</translation>
    </message>
    <message>
        <source>Acknowledge the alarm that calls, or the chosen one</source>
        <translation>确认正在提示的告警，或所选告警</translation>
    </message>
    <message>
        <source>Bring the list of alarms to sight</source>
        <translation>显示告警列表</translation>
    </message>
    <message>
        <source>PRIMARY, BACKUP, SLATE, programme over the whole screen, and back</source>
        <translation>主路、备路、垫片、播出全屏显示，再按返回</translation>
    </message>
    <message>
        <source>How old each picture is; the safe area: shown or not</source>
        <translation>显示或隐藏画面时差；安全区</translation>
    </message>
    <message>
        <source>Setup: channels, outputs, slates, rules in one change</source>
        <translation>设置：频道、输出、垫片和规则，一次更改</translation>
    </message>
    <message>
        <source>Another backend, and the page with all of them</source>
        <translation>另一个后端，以及列出全部后端的页面</translation>
    </message>
    <message>
        <source>Drills; start a rehearsal, in a window of its own</source>
        <translation>演练；在独立窗口中开始演练</translation>
    </message>
    <message>
        <source>Hear PRIMARY, BACKUP, SLATE, programme; again: nothing</source>
        <translation>监听主路、备路、垫片、播出；再按一次结束</translation>
    </message>
    <message>
        <source>Hear the small channel that has the keyboard</source>
        <translation>监听键盘焦点所在的小频道</translation>
    </message>
</context>
<context>
    <name>twinfeed::LayoutMenu</name>
    <message>
        <source>Lock panels where they are</source>
        <translation>锁定面板位置</translation>
    </message>
    <message>
        <source>Wall in a window of its own</source>
        <translation>在独立窗口中打开大屏</translation>
    </message>
    <message>
        <source>Keep this layout...</source>
        <translation>保存此布局…</translation>
    </message>
    <message>
        <source>Forget a layout</source>
        <translation>删除布局</translation>
    </message>
    <message>
        <source>Keep this layout</source>
        <translation>保存此布局</translation>
    </message>
    <message>
        <source>Name of the layout:</source>
        <translation>布局名称：</translation>
    </message>
    <message>
        <source>Keep</source>
        <comment>a layout</comment>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Dark</source>
        <comment>colours of the window</comment>
        <translation>暗色</translation>
    </message>
    <message>
        <source>Light</source>
        <comment>colours of the window</comment>
        <translation>亮色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <comment>colours of the window</comment>
        <translation>高对比度</translation>
    </message>
</context>
<context>
    <name>twinfeed::MainWindow</name>
    <message>
        <source>A picture or a clip as a slate</source>
        <translation>选择图片或视频作为垫片</translation>
    </message>
    <message>
        <source>Pictures and clips (*.png *.jpg *.jpeg *.mp4 *.mov *.mkv *.ts *.flv *.webm);;All files (*)</source>
        <translation>图片和视频 (*.png *.jpg *.jpeg *.mp4 *.mov *.mkv *.ts *.flv *.webm);;所有文件 (*)</translation>
    </message>
    <message>
        <source>%1 - Twinfeed</source>
        <comment>window title; %1: the channel&apos;s name</comment>
        <translation>%1 - Twinfeed</translation>
    </message>
    <message>
        <source>Picture of %1</source>
        <comment>name of a slate; %1: a time</comment>
        <translation>%1 的画面</translation>
    </message>
    <message>
        <source>Delete a slate</source>
        <translation>删除垫片</translation>
    </message>
    <message>
        <source>Delete the slate &quot;%1&quot; for good?</source>
        <translation>永久删除垫片“%1”？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>REHEARSAL: %1</source>
        <comment>window title</comment>
        <translation>演练：%1</translation>
    </message>
</context>
<context>
    <name>twinfeed::Measures</name>
    <message>
        <source>%1 %2</source>
        <comment>value and unit</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>twinfeed::MultiView</name>
    <message>
        <source>GOP %1</source>
        <comment>keyframe interval in seconds, short</comment>
        <translation>GOP %1</translation>
    </message>
    <message>
        <source>not fit</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>since %1 (%2)</source>
        <comment>a time and how long ago</comment>
        <translation>自 %1 起（%2）</translation>
    </message>
    <message>
        <source>%1, going to %2</source>
        <comment>measured and commanded source</comment>
        <translation>%1，正切换到%2</translation>
    </message>
    <message>
        <source>%1 behind arrival</source>
        <comment>how far the programme is behind</comment>
        <translation>滞后到达 %1</translation>
    </message>
    <message>
        <source>The backend has no channel yet.</source>
        <translation>后端还没有频道。</translation>
    </message>
    <message>
        <source>Nothing is measured on the programme.</source>
        <translation>播出上没有测到任何内容。</translation>
    </message>
    <message>
        <source>BLACK %1</source>
        <comment>%1: for how long</comment>
        <translation>黑场 %1</translation>
    </message>
    <message>
        <source>FROZEN %1</source>
        <comment>%1: for how long</comment>
        <translation>静帧 %1</translation>
    </message>
    <message>
        <source>SILENT %1</source>
        <comment>%1: for how long</comment>
        <translation>静音 %1</translation>
    </message>
    <message>
        <source>1, 2, 3 choose; TAKE puts it on air.</source>
        <translation>按 1、2、3 选择，按切换键播出。</translation>
    </message>
    <message>
        <source>Window busy %1 at most</source>
        <translation>窗口最长忙碌 %1</translation>
    </message>
</context>
<context>
    <name>twinfeed::NoteDialog</name>
    <message>
        <source>Write it down</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Note for the journal</source>
        <translation>写入日志的备注</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>What others should know</source>
        <translation>其他人应当知道的事</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) left</source>
        <translation>
            <numerusform>还可输入 %n 个字符</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) too many</source>
        <translation>
            <numerusform>超出 %n 个字符</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::OutputList</name>
    <message>
        <source>%1 missing</source>
        <comment>how much of the programme an output never sent</comment>
        <translation>缺失 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) dropped</source>
        <translation>
            <numerusform>丢弃 %n 帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reconnect(s)</source>
        <translation>
            <numerusform>重连 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an output and its state</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>No output is configured.</source>
        <translation>没有配置输出。</translation>
    </message>
    <message numerus="yes">
        <source>%n more output(s)</source>
        <translation>
            <numerusform>另有 %n 个输出</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::OutputTable</name>
    <message>
        <source>Sends while it is on</source>
        <translation>启用时发送</translation>
    </message>
    <message>
        <source>Small letters, digits and hyphens</source>
        <translation>小写字母、数字和连字符</translation>
    </message>
    <message>
        <source>An address, a folder (HLS) or a file that ends in .ts (recording)</source>
        <translation>地址、文件夹（HLS）或以 .ts 结尾的文件（录制）</translation>
    </message>
    <message>
        <source>Where it can be read back as the audience gets it</source>
        <translation>从哪里可以像观众一样读回</translation>
    </message>
    <message>
        <source>Of HLS: where players get the key, with {key} where its id goes</source>
        <translation>用于 HLS：播放器获取密钥的地址，{key} 处填入密钥编号</translation>
    </message>
    <message>
        <source>Kind of output %1</source>
        <translation>输出 %1 的类型</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>On</source>
        <comment>an output sends</comment>
        <translation>启用</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Read back at</source>
        <translation>读回地址</translation>
    </message>
    <message>
        <source>Keys at</source>
        <translation>密钥地址</translation>
    </message>
</context>
<context>
    <name>twinfeed::PanelTitle</name>
    <message>
        <source>Put %1 back into the window</source>
        <comment>%1: a panel</comment>
        <translation>把“%1”放回窗口</translation>
    </message>
    <message>
        <source>Take %1 out of the window</source>
        <comment>%1: a panel</comment>
        <translation>把“%1”移出窗口</translation>
    </message>
    <message>
        <source>Close %1; the menu of layouts brings it back</source>
        <comment>%1: a panel</comment>
        <translation>关闭“%1”；可从布局菜单重新打开</translation>
    </message>
    <message>
        <source>Close %1</source>
        <comment>%1: a panel</comment>
        <translation>关闭“%1”</translation>
    </message>
</context>
<context>
    <name>twinfeed::PathTable</name>
    <message>
        <source>fit</source>
        <translation>可用</translation>
    </message>
    <message>
        <source>not fit</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Paths compared</source>
        <translation>链路对比</translation>
    </message>
    <message>
        <source>%1: PRIMARY %2, BACKUP %3</source>
        <translation>%1：主路 %2，备路 %3</translation>
    </message>
    <message>
        <source>Trim</source>
        <comment>how long a path is held back</comment>
        <translation>校准</translation>
    </message>
</context>
<context>
    <name>twinfeed::PlanDetail</name>
    <message>
        <source>HOLD TO FIRE</source>
        <translation>按住以执行</translation>
    </message>
    <message>
        <source>FIRE</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>CONFIRM</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>ARM</source>
        <translation>就位</translation>
    </message>
    <message>
        <source>Press again to abort</source>
        <translation>再按一次以中止</translation>
    </message>
    <message>
        <source>Abort and undo</source>
        <translation>中止并撤回</translation>
    </message>
    <message>
        <source>Deck</source>
        <translation>预案板</translation>
    </message>
    <message>
        <source>Back to the deck</source>
        <translation>返回预案板</translation>
    </message>
    <message>
        <source>Runs ...</source>
        <translation>执行记录 ...</translation>
    </message>
    <message>
        <source>Runs and text of this plan</source>
        <translation>此预案的执行记录与原文</translation>
    </message>
    <message>
        <source>Disarm (Esc)</source>
        <translation>解除 (Esc)</translation>
    </message>
    <message>
        <source>Why is it fired without a rehearsal?</source>
        <translation>未经演练就执行，原因是？</translation>
    </message>
    <message>
        <source>The plan in full</source>
        <translation>预案全文</translation>
    </message>
</context>
<context>
    <name>twinfeed::PlanJournalWords</name>
    <message>
        <source>Plan &quot;%1&quot;: step %2 is done</source>
        <translation>预案“%1”：步骤 %2 已完成</translation>
    </message>
    <message>
        <source>Plan &quot;%1&quot;: step %2 is undone</source>
        <translation>预案“%1”：步骤 %2 已撤回</translation>
    </message>
    <message>
        <source>Plan &quot;%1&quot;: step %2 failed: %3</source>
        <translation>预案“%1”：步骤 %2 失败：%3</translation>
    </message>
    <message>
        <source>Plan &quot;%1&quot;: step %2 could NOT be undone: %3</source>
        <translation>预案“%1”：步骤 %2 未能撤回：%3</translation>
    </message>
    <message>
        <source>Plan &quot;%1&quot; is lit: %2</source>
        <comment>title, numbers</comment>
        <translation>预案“%1”点亮：%2</translation>
    </message>
    <message>
        <source>Plan &quot;%1&quot; fires by itself</source>
        <translation>预案“%1”自动执行</translation>
    </message>
    <message>
        <source>Plan &quot;%1&quot; does not fire by itself: %2</source>
        <translation>预案“%1”未自动执行：%2</translation>
    </message>
    <message>
        <source>Plan &quot;%1&quot; is rolled back: %2</source>
        <translation>预案“%1”正在回退：%2</translation>
    </message>
    <message>
        <source>Plan &quot;%1&quot; is done</source>
        <translation>预案“%1”已完成</translation>
    </message>
    <message>
        <source>Plan &quot;%1&quot; is rolled back: everything is as it was before</source>
        <translation>预案“%1”已回退：一切如前</translation>
    </message>
    <message>
        <source>Plan &quot;%1&quot; is rolled back: what was to be undone is as it was before; %2 stays</source>
        <comment>steps</comment>
        <translation>预案“%1”已回退：应撤回的均已如前；%2 保持不变</translation>
    </message>
    <message>
        <source>Plan &quot;%1&quot;: NOT RESTORED. %2</source>
        <translation>预案“%1”：未恢复。%2</translation>
    </message>
    <message>
        <source>Changed the plan %1 to version %2: %3</source>
        <comment>id, number, reason</comment>
        <translation>将预案 %1 改为版本 %2：%3</translation>
    </message>
    <message>
        <source>Took the plan %1 away</source>
        <translation>移除了预案 %1</translation>
    </message>
    <message>
        <source>Armed the plan %1 for ten seconds</source>
        <translation>使预案 %1 就位十秒</translation>
    </message>
    <message>
        <source>Disarmed the plan %1</source>
        <translation>解除了预案 %1 的就位</translation>
    </message>
    <message>
        <source>Fired the plan %1</source>
        <translation>执行了预案 %1</translation>
    </message>
    <message>
        <source>Fired the plan %1 without a rehearsal: %2</source>
        <translation>未经演练执行了预案 %1：%2</translation>
    </message>
    <message>
        <source>Aborted run %1 of the plan %2</source>
        <translation>中止了预案 %2 的第 %1 次执行</translation>
    </message>
    <message>
        <source>Answered run %1 of the plan %2: %3</source>
        <translation>回答了预案 %2 的第 %1 次执行：%3</translation>
    </message>
    <message>
        <source>Wrote down the root cause of run %1: %2</source>
        <translation>记录了第 %1 次执行的根本原因：%2</translation>
    </message>
</context>
<context>
    <name>twinfeed::PlanPanel</name>
    <message>
        <source>All channels</source>
        <translation>所有频道</translation>
    </message>
    <message>
        <source>Nothing is lit. The other pages have all plans.</source>
        <translation>没有亮起的预案。其他页有全部预案。</translation>
    </message>
    <message>
        <source>There are no plans for this phase.</source>
        <translation>此阶段没有预案。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>%1: page, %2: how many</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Pages of the deck</source>
        <translation>预案板的页</translation>
    </message>
    <message>
        <source>Channel whose plans are shown</source>
        <translation>显示哪个频道的预案</translation>
    </message>
    <message>
        <source>Plan deck</source>
        <translation>预案板</translation>
    </message>
</context>
<context>
    <name>twinfeed::PlanReasons</name>
    <message>
        <source>The plan is switched off.</source>
        <translation>该预案已关闭。</translation>
    </message>
    <message>
        <source>The plan runs itself by way of others.</source>
        <translation>该预案经由其它预案执行自身。</translation>
    </message>
    <message>
        <source>It runs a plan that there is not.</source>
        <translation>它要执行的预案不存在。</translation>
    </message>
    <message>
        <source>The configuration allows no host &quot;%1&quot;.</source>
        <translation>配置未允许主机“%1”。</translation>
    </message>
    <message>
        <source>The configuration has no secret &quot;%1&quot;.</source>
        <translation>配置中没有密钥“%1”。</translation>
    </message>
    <message>
        <source>The configuration has no address &quot;%1&quot;.</source>
        <translation>配置中没有地址“%1”。</translation>
    </message>
    <message>
        <source>The channel has no such output.</source>
        <translation>频道没有这一输出。</translation>
    </message>
    <message>
        <source>There is no rule &quot;%1&quot;.</source>
        <translation>没有规则“%1”。</translation>
    </message>
    <message>
        <source>A precondition does not hold: %1</source>
        <translation>有一个前提不成立：%1</translation>
    </message>
    <message>
        <source>A precondition does not hold: %1 %2</source>
        <comment>%1: the precondition, %2: what is seen</comment>
        <translation>有一个前提不成立：%1 %2</translation>
    </message>
    <message>
        <source>What was waited for has not come: %1</source>
        <translation>等待的情形没有出现：%1</translation>
    </message>
    <message>
        <source>Nobody has answered.</source>
        <translation>无人回答。</translation>
    </message>
    <message>
        <source>It was not done within %1.</source>
        <comment>%1: a time</comment>
        <translation>未在 %1 内完成。</translation>
    </message>
    <message>
        <source>The effect was not seen within %1: %2</source>
        <comment>%1: a time, %2: numbers</comment>
        <translation>未在 %1 内见效：%2</translation>
    </message>
    <message>
        <source>It is not seen to be as it was before.</source>
        <translation>未见其恢复如前。</translation>
    </message>
    <message>
        <source>No path is on air, so there is no other one.</source>
        <translation>没有一路在播出，因此没有“另一路”。</translation>
    </message>
    <message>
        <source>Neither path is fit to be seen.</source>
        <translation>两路均不可用。</translation>
    </message>
    <message>
        <source>%1 was on air before, and is not fit to be seen.</source>
        <translation>此前播出的 %1 已不可用。</translation>
    </message>
    <message>
        <source>%1 did not answer.</source>
        <comment>%1: a host</comment>
        <translation>%1 没有应答。</translation>
    </message>
    <message>
        <source>%1 answered with the status %2.</source>
        <comment>%1: a host, %2: of HTTP</comment>
        <translation>%1 应答状态为 %2。</translation>
    </message>
    <message>
        <source>%1 answered something else at %2 than expected.</source>
        <translation>%1 在 %2 处的应答与预期不符。</translation>
    </message>
    <message>
        <source>%1 has aborted it.</source>
        <comment>%1: a person</comment>
        <translation>%1 已中止。</translation>
    </message>
    <message>
        <source>%1 has stopped it by the answer &quot;%2&quot;.</source>
        <translation>%1 以回答“%2”停止。</translation>
    </message>
    <message>
        <source>%1 has armed it; let them fire, or wait.</source>
        <translation>%1 已将其就位；请由其执行，或等待。</translation>
    </message>
    <message>
        <source>%1 runs &quot;%2&quot; since %3, which changes the same.</source>
        <comment>person, plan, time</comment>
        <translation>%1 自 %3 起在执行“%2”，它更改同一对象。</translation>
    </message>
    <message>
        <source>The plan was changed meanwhile. Look at it again; nothing was done.</source>
        <translation>预案在此期间被更改。请再看一遍；什么都没有做。</translation>
    </message>
    <message>
        <source>The channel has changed meanwhile. Look again; nothing was done.</source>
        <translation>频道在此期间有变化。请再看一遍；什么都没有做。</translation>
    </message>
    <message>
        <source>It is not armed.</source>
        <translation>未就位。</translation>
    </message>
    <message>
        <source>The arm is over: it is valid for 10 s. Arm it again.</source>
        <translation>就位已失效：有效期 10 秒。请重新就位。</translation>
    </message>
    <message>
        <source>Somebody else armed it.</source>
        <translation>由他人就位。</translation>
    </message>
    <message>
        <source>It needs two persons: somebody else must arm it too.</source>
        <translation>须双人：还须另一人就位。</translation>
    </message>
    <message>
        <source>This version has no green rehearsal: say why it is fired all the same.</source>
        <translation>该版本没有成功的演练：请写明为何仍要执行。</translation>
    </message>
    <message>
        <source>This unit is on air: nothing is rehearsed on it.</source>
        <translation>该单元正在播出：不在其上演练。</translation>
    </message>
    <message>
        <source>It has fired by itself three times in ten minutes.</source>
        <translation>十分钟内已自动执行三次。</translation>
    </message>
    <message>
        <source>Another plan is changing the same.</source>
        <translation>另一预案正在更改同一对象。</translation>
    </message>
    <message>
        <source>It is fired by holding its button down.</source>
        <translation>须按住其按钮才能执行。</translation>
    </message>
    <message>
        <source>It is running already.</source>
        <translation>已经在执行。</translation>
    </message>
    <message>
        <source>The run is over.</source>
        <translation>执行已结束。</translation>
    </message>
    <message>
        <source>There is no such plan.</source>
        <translation>没有这一预案。</translation>
    </message>
    <message>
        <source>There is no such run.</source>
        <translation>没有这次执行。</translation>
    </message>
    <message>
        <source>The question was answered already.</source>
        <translation>问题已有人回答。</translation>
    </message>
    <message>
        <source>The command arrived too late; nothing was done.</source>
        <translation>命令到得太晚；什么都没有做。</translation>
    </message>
    <message>
        <source>There are too many plans.</source>
        <translation>预案过多。</translation>
    </message>
    <message>
        <source>A step did not come about.</source>
        <translation>有一步未能完成。</translation>
    </message>
    <message>
        <source>A step did not show its effect in time.</source>
        <translation>有一步未按时见效。</translation>
    </message>
    <message>
        <source>It was aborted.</source>
        <translation>已被中止。</translation>
    </message>
    <message>
        <source>It was stopped by an answer.</source>
        <translation>因回答而停止。</translation>
    </message>
    <message>
        <source>The backend ended meanwhile.</source>
        <translation>后端在此期间退出。</translation>
    </message>
</context>
<context>
    <name>twinfeed::PlanRecords</name>
    <message>
        <source>%1
%2 · %3 · %4 · %5</source>
        <comment>title of a plan, state, time, kind, who</comment>
        <translation>%1
%2 · %3 · %4 · %5</translation>
    </message>
    <message>
        <source>No runs.</source>
        <translation>没有执行记录。</translation>
    </message>
    <message>
        <source>Mean times: %1</source>
        <translation>平均用时：%1</translation>
    </message>
    <message>
        <source>Runs of plans</source>
        <translation>预案执行记录</translation>
    </message>
    <message>
        <source>Plan: %1</source>
        <translation>预案：%1</translation>
    </message>
    <message>
        <source>Switch the plan on</source>
        <translation>启用预案</translation>
    </message>
    <message>
        <source>Switch the plan off</source>
        <translation>停用预案</translation>
    </message>
    <message>
        <source>Only an engineer changes plans.</source>
        <translation>只有工程师可以更改预案。</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>执行记录</translation>
    </message>
    <message>
        <source>The plan</source>
        <translation>预案原文</translation>
    </message>
    <message>
        <source>Search titles, people, reasons, causes, notes</source>
        <translation>搜索标题、人员、原因、根因、备注</translation>
    </message>
    <message>
        <source>Runs, newest first</source>
        <translation>执行记录，最新在前</translation>
    </message>
    <message>
        <source>The run in full</source>
        <translation>执行详情</translation>
    </message>
    <message>
        <source>Root cause</source>
        <translation>根本原因</translation>
    </message>
    <message>
        <source>Notes: what helped, what did not, what is to be changed</source>
        <translation>备注：什么有用、什么没用、要改什么</translation>
    </message>
    <message>
        <source>&quot;Not known&quot; where it is not</source>
        <translation>不清楚就写“不详”</translation>
    </message>
    <message>
        <source>Write it down</source>
        <translation>记录下来</translation>
    </message>
    <message>
        <source>The plan as it is kept</source>
        <translation>保存的预案原文</translation>
    </message>
    <message>
        <source>Why is it changed?</source>
        <translation>为什么更改？</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>twinfeed::PlanText</name>
    <message>
        <source>What would change</source>
        <translation>将会改变</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>预期</translation>
    </message>
    <message>
        <source>%1 Within %2.</source>
        <comment>%1: what a plan brings, %2: time</comment>
        <translation>%1 用时不超过 %2。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手动步骤</translation>
    </message>
    <message>
        <source>Whom to call</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>检查清单</translation>
    </message>
    <message>
        <source>Mean times</source>
        <translation>平均用时</translation>
    </message>
    <message>
        <source>Fault since %1, lit since %2</source>
        <translation>故障始于 %1，亮起于 %2</translation>
    </message>
    <message>
        <source>Fault since %1</source>
        <translation>故障始于 %1</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>then</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>number and text of a step</comment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Check within %1: %2</source>
        <translation>%1 内检查：%2</translation>
    </message>
    <message>
        <source>%1–%2 min</source>
        <comment>minutes, from and to</comment>
        <translation>%1–%2 分钟</translation>
    </message>
    <message>
        <source>late</source>
        <comment>line of a checklist</comment>
        <translation>已超时</translation>
    </message>
    <message>
        <source>Fired by %1 at %2</source>
        <translation>%1 于 %2 执行</translation>
    </message>
    <message>
        <source>Fired by %1 and %2 at %3</source>
        <translation>%1 和 %2 于 %3 执行</translation>
    </message>
    <message>
        <source>Reason: %1</source>
        <translation>原因：%1</translation>
    </message>
    <message>
        <source>NOT RESTORED: %1</source>
        <translation>未恢复：%1</translation>
    </message>
    <message>
        <source>Afterwards</source>
        <translation>事后</translation>
    </message>
    <message>
        <source>%1: %2 %3</source>
        <comment>who, root cause, notes</comment>
        <translation>%1：%2 %3</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>time that went by, time that is allowed</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>HTTP status %1</source>
        <translation>HTTP 状态 %1</translation>
    </message>
    <message>
        <source>%1 answered: %2</source>
        <translation>%1 回答：%2</translation>
    </message>
    <message>
        <source>Version %1, as it came with the program</source>
        <translation>版本 %1，随程序提供</translation>
    </message>
    <message>
        <source>Version %1 by %2, %3: %4</source>
        <comment>number, author, time, reason</comment>
        <translation>版本 %1，%2，%3：%4</translation>
    </message>
    <message>
        <source>There is a green rehearsal of this version.</source>
        <translation>此版本有通过的演练。</translation>
    </message>
    <message>
        <source>There is no green rehearsal of this version.</source>
        <translation>此版本没有通过的演练。</translation>
    </message>
    <message numerus="yes">
        <source>%n live run(s)</source>
        <translation>
            <numerusform>%n 次实播执行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>%1: name of a time, %2: time</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>detect</source>
        <comment>mean time</comment>
        <translation>发现</translation>
    </message>
    <message>
        <source>decide</source>
        <comment>mean time</comment>
        <translation>决定</translation>
    </message>
    <message>
        <source>act</source>
        <comment>mean time</comment>
        <translation>动作</translation>
    </message>
    <message>
        <source>effect</source>
        <comment>mean time</comment>
        <translation>见效</translation>
    </message>
    <message>
        <source>recover</source>
        <comment>mean time</comment>
        <translation>恢复</translation>
    </message>
    <message numerus="yes">
        <source>%n not restored</source>
        <translation>
            <numerusform>%n 次未恢复</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::PlanWords</name>
    <message>
        <source>Lit</source>
        <comment>page of the deck: what is lit or goes on</comment>
        <translation>亮起</translation>
    </message>
    <message>
        <source>Before</source>
        <comment>phase of a show</comment>
        <translation>播前</translation>
    </message>
    <message>
        <source>Live</source>
        <comment>phase of a show</comment>
        <translation>直播中</translation>
    </message>
    <message>
        <source>After</source>
        <comment>phase of a show</comment>
        <translation>播后</translation>
    </message>
    <message>
        <source>one press</source>
        <translation>一按即执行</translation>
    </message>
    <message>
        <source>arm, then fire</source>
        <translation>先就位，再执行</translation>
    </message>
    <message>
        <source>arm, then hold</source>
        <translation>先就位，再按住</translation>
    </message>
    <message>
        <source>two persons arm it</source>
        <translation>须两人就位</translation>
    </message>
    <message>
        <source>live</source>
        <comment>kind of run</comment>
        <translation>实播</translation>
    </message>
    <message>
        <source>rehearsal</source>
        <comment>kind of run</comment>
        <translation>演练</translation>
    </message>
    <message>
        <source>to come</source>
        <comment>state of a step</comment>
        <translation>待执行</translation>
    </message>
    <message>
        <source>acting</source>
        <comment>state of a step</comment>
        <translation>动作中</translation>
    </message>
    <message>
        <source>checking</source>
        <comment>state of a step</comment>
        <translation>检查中</translation>
    </message>
    <message>
        <source>done</source>
        <comment>state of a step</comment>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>state of a step</comment>
        <translation>失败</translation>
    </message>
    <message>
        <source>left out</source>
        <comment>state of a step</comment>
        <translation>略过</translation>
    </message>
    <message>
        <source>undoing</source>
        <comment>state of a step</comment>
        <translation>撤回中</translation>
    </message>
    <message>
        <source>undone</source>
        <comment>state of a step</comment>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>not undone</source>
        <comment>state of a step</comment>
        <translation>未能撤回</translation>
    </message>
    <message>
        <source>Take PRIMARY</source>
        <translation>切换到主路</translation>
    </message>
    <message>
        <source>Take BACKUP</source>
        <translation>切换到备路</translation>
    </message>
    <message>
        <source>Take SLATE</source>
        <translation>切换到垫片</translation>
    </message>
    <message>
        <source>Take the other path</source>
        <translation>切换到另一路</translation>
    </message>
    <message>
        <source>Take the fit path</source>
        <translation>切换到可用的一路</translation>
    </message>
    <message>
        <source>Put the slate on air</source>
        <translation>播出垫片</translation>
    </message>
    <message>
        <source>From the slate back to a path</source>
        <translation>从垫片切回链路</translation>
    </message>
    <message>
        <source>Switch encryption on</source>
        <translation>开启加密</translation>
    </message>
    <message>
        <source>Switch encryption off</source>
        <translation>关闭加密</translation>
    </message>
    <message>
        <source>Change the encryption key</source>
        <translation>更换加密密钥</translation>
    </message>
    <message>
        <source>Set automation</source>
        <translation>设置自动</translation>
    </message>
    <message>
        <source>Lock sources</source>
        <translation>锁定信号源</translation>
    </message>
    <message>
        <source>Output %1: change its address</source>
        <translation>输出 %1：更换地址</translation>
    </message>
    <message>
        <source>Output %1: on</source>
        <translation>输出 %1：开</translation>
    </message>
    <message>
        <source>Output %1: off</source>
        <translation>输出 %1：关</translation>
    </message>
    <message>
        <source>Change rule %1 for a time</source>
        <translation>临时更改规则 %1</translation>
    </message>
    <message>
        <source>Start recording</source>
        <translation>开始录制</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Tell everybody: %1</source>
        <translation>通知所有人：%1</translation>
    </message>
    <message>
        <source>Ask %1: %2 %3</source>
        <comment>%1: host, %2: verb, %3: path</comment>
        <translation>请求 %1：%2 %3</translation>
    </message>
    <message>
        <source>Question: %1</source>
        <translation>问题：%1</translation>
    </message>
    <message>
        <source>Plan %1</source>
        <translation>预案 %1</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>live</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>未加密</translation>
    </message>
    <message>
        <source>sealed</source>
        <translation>已加密</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>armed</source>
        <translation>已启用</translation>
    </message>
    <message>
        <source>suspended</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>spent</source>
        <translation>已用尽</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>once</source>
        <translation>一次</translation>
    </message>
    <message>
        <source>floating</source>
        <translation>浮动</translation>
    </message>
    <message>
        <source>reverting</source>
        <translation>自动回切</translation>
    </message>
    <message>
        <source>aligned</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>different</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>below %1</source>
        <translation>低于 %1</translation>
    </message>
    <message>
        <source>above %1</source>
        <translation>高于 %1</translation>
    </message>
    <message>
        <source>asked: %1</source>
        <comment>value of a state</comment>
        <translation>条件：%1</translation>
    </message>
    <message>
        <source>outside %1 to %2</source>
        <translation>超出 %1 至 %2</translation>
    </message>
    <message>
        <source>at least %1 % of before</source>
        <translation>至少为之前的 %1 %</translation>
    </message>
    <message>
        <source>at most %1 % of before</source>
        <translation>至多为之前的 %1 %</translation>
    </message>
    <message>
        <source>On air</source>
        <translation>播出</translation>
    </message>
    <message>
        <source>Automation</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Event ended</source>
        <translation>活动已结束</translation>
    </message>
    <message>
        <source>Both paths</source>
        <translation>两路</translation>
    </message>
    <message>
        <source>Slate</source>
        <translation>垫片</translation>
    </message>
    <message>
        <source>Rules changed for a time</source>
        <translation>临时更改的规则</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>可用</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Encryption seen</source>
        <translation>实测加密</translation>
    </message>
    <message>
        <source>the source on air</source>
        <translation>播出的信号源</translation>
    </message>
    <message>
        <source>the other path</source>
        <translation>另一路</translation>
    </message>
    <message>
        <source>this output</source>
        <translation>此输出</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>%1: name of a value, %2: where</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>%1: value, %2: unit</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1: %2 (%3)</source>
        <comment>name, value, limit</comment>
        <translation>%1：%2（%3）</translation>
    </message>
    <message>
        <source>one of: %1</source>
        <translation>任一：%1</translation>
    </message>
    <message>
        <source>not: %1</source>
        <translation>非：%1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>%1: name of a value, %2: limit</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>en</source>
        <extracomment>The name of this language as Qt writes it: plans have their texts by it.</extracomment>
        <translation>zh_CN</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>%1: title of a plan, %2: output</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>NOT KNOWN</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>UNDECIDED</source>
        <translation>未定</translation>
    </message>
    <message>
        <source>DISABLED</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>READY</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>LIT</source>
        <translation>亮起</translation>
    </message>
    <message>
        <source>SENT</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>ARMED</source>
        <translation>已就位</translation>
    </message>
    <message>
        <source>ARMED ELSEWHERE</source>
        <translation>别处已就位</translation>
    </message>
    <message>
        <source>SECOND PERSON?</source>
        <translation>待第二人确认</translation>
    </message>
    <message>
        <source>ARMED, ONE OF TWO</source>
        <translation>已就位，还差一人</translation>
    </message>
    <message>
        <source>RUNNING</source>
        <translation>执行中</translation>
    </message>
    <message>
        <source>ASKS</source>
        <translation>等待回答</translation>
    </message>
    <message>
        <source>ROLLING BACK</source>
        <translation>撤回中</translation>
    </message>
    <message>
        <source>DONE</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>FAILED</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>RESTORED</source>
        <translation>已恢复原状</translation>
    </message>
    <message>
        <source>NOT RESTORED</source>
        <translation>未恢复</translation>
    </message>
    <message>
        <source>%1, LIT</source>
        <comment>%1: state of a plan whose trigger holds</comment>
        <translation>%1，亮起</translation>
    </message>
    <message>
        <source>%1 · %2 s</source>
        <comment>%1: state of a plan, %2: seconds that are left</comment>
        <translation>%1 · %2 秒</translation>
    </message>
    <message>
        <source>No fresh data from the backend.</source>
        <translation>没有来自后端的新数据。</translation>
    </message>
    <message>
        <source>Waiting for the backend ...</source>
        <translation>等待后端 ...</translation>
    </message>
    <message>
        <source>by %1 and %2</source>
        <comment>a plan is armed</comment>
        <translation>由 %1 和 %2</translation>
    </message>
    <message>
        <source>Hold to fire</source>
        <translation>按住以执行</translation>
    </message>
    <message>
        <source>Press again to fire</source>
        <translation>再按一次执行</translation>
    </message>
    <message>
        <source>by %1</source>
        <comment>a plan is armed</comment>
        <translation>由 %1</translation>
    </message>
    <message>
        <source>%1 · since %2</source>
        <comment>%1: numbers, %2: time</comment>
        <translation>%1 · 始于 %2</translation>
    </message>
    <message>
        <source>One press</source>
        <translation>一按即执行</translation>
    </message>
    <message>
        <source>at %1, after %2</source>
        <comment>%1: time, %2: a span</comment>
        <translation>%1，用时 %2</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>%1: step, %2: what it waits for</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Not armed</source>
        <translation>未就位</translation>
    </message>
    <message>
        <source>Not fired</source>
        <translation>未执行</translation>
    </message>
    <message>
        <source>Not disarmed</source>
        <translation>未解除</translation>
    </message>
    <message>
        <source>Not aborted</source>
        <translation>未中止</translation>
    </message>
    <message>
        <source>Not answered</source>
        <translation>未回答</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Undecided: nobody but you can tell</source>
        <translation>未定：只能由您判断</translation>
    </message>
    <message>
        <source>Cannot be fired</source>
        <translation>不能执行</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Armed elsewhere</source>
        <translation>别处已就位</translation>
    </message>
    <message>
        <source>%1 has armed it; let them fire, or wait.</source>
        <translation>%1 已将其就位；请由其执行，或等待。</translation>
    </message>
    <message>
        <source>A second person is wanted</source>
        <translation>需要第二个人</translation>
    </message>
    <message>
        <source>%1 has armed it. Confirm, and it can be fired.</source>
        <translation>%1 已将其就位。确认后即可执行。</translation>
    </message>
    <message>
        <source>Armed; a second person is missing</source>
        <translation>已就位，还差一人</translation>
    </message>
    <message>
        <source>Somebody else must arm it at another console too.</source>
        <translation>还须另一人在另一控制台上将其就位。</translation>
    </message>
    <message>
        <source>Armed: say why, then fire</source>
        <translation>已就位：说明原因，然后执行</translation>
    </message>
    <message>
        <source>This version has no green rehearsal; your reason goes into the journal.</source>
        <translation>此版本没有通过的演练；您的原因会写入日志。</translation>
    </message>
    <message>
        <source>Armed</source>
        <translation>已就位</translation>
    </message>
    <message>
        <source>Look at what would change, then hold the button for a second.</source>
        <translation>查看将会改变什么，然后按住按钮一秒。</translation>
    </message>
    <message>
        <source>Look at what would change, then fire.</source>
        <translation>查看将会改变什么，然后执行。</translation>
    </message>
    <message>
        <source>A question</source>
        <translation>有一个问题</translation>
    </message>
    <message>
        <source>One press fires it</source>
        <translation>按一下即执行</translation>
    </message>
    <message>
        <source>Say why first: this version has no green rehearsal.</source>
        <translation>请先说明原因：此版本没有通过的演练。</translation>
    </message>
    <message>
        <source>Arm it first</source>
        <translation>先将其就位</translation>
    </message>
    <message>
        <source>That changes nothing; it shows what would change, for 10 s.</source>
        <translation>就位不改变任何东西；10 秒内显示将会改变什么。</translation>
    </message>
    <message>
        <source>Done: the effect was measured</source>
        <translation>完成：已测得效果</translation>
    </message>
    <message>
        <source>Restored: everything is as it was before</source>
        <translation>已恢复原状：一切如前</translation>
    </message>
    <message>
        <source>It stays red until the root cause is written down: Runs ...</source>
        <translation>写下根本原因前一直为红色：见“执行记录 ...”</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>What its trigger asks for is not known, or too old.</source>
        <translation>触发条件所需的数据不明或过旧。</translation>
    </message>
    <message>
        <source>Last time (%1): %2. Nobody has written down the root cause.</source>
        <translation>上次（%1）：%2。尚无人写下根本原因。</translation>
    </message>
    <message>
        <source>Last time (%1): %2. Root cause: %3 %4</source>
        <comment>%4: notes, may be empty</comment>
        <translation>上次（%1）：%2。根本原因：%3 %4</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>混杂</translation>
    </message>
    <message>
        <source>offset</source>
        <translation>有偏移</translation>
    </message>
    <message>
        <source>new key</source>
        <translation>换新密钥</translation>
    </message>
    <message>
        <source>none is fit</source>
        <translation>无可用</translation>
    </message>
    <message>
        <source>waited for</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>询问</translation>
    </message>
    <message>
        <source>said</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>%1: output, %2: on or off</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Encryption asked for</source>
        <translation>要求加密</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>%1: step, %2: why it failed</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Rolled back; this stays, as the plan says: %1</source>
        <comment>%1: steps</comment>
        <translation>已回退；按预案保持不变：%1</translation>
    </message>
    <message>
        <source>%1 · %2 s left</source>
        <comment>%1: step, %2: seconds until its deadline</comment>
        <translation>%1 · 剩 %2 秒</translation>
    </message>
</context>
<context>
    <name>twinfeed::QualityDialog</name>
    <message>
        <source>One alarm in ten minutes is what a person can handle; more than ten in ten minutes are a flood. What is folded under another alarm calls nobody and does not count.</source>
        <translation>一个人能应对的是十分钟一条告警；十分钟超过十条就是告警泛滥。折叠在其他告警之下的不提示任何人，也不计数。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Alarms in ten minutes, on average</source>
        <translation>平均每十分钟告警数</translation>
    </message>
    <message>
        <source>at most 1</source>
        <translation>最多 1</translation>
    </message>
    <message>
        <source>Most in any ten minutes</source>
        <translation>任意十分钟内最多</translation>
    </message>
    <message>
        <source>at most 10</source>
        <translation>最多 10</translation>
    </message>
    <message>
        <source>Floods</source>
        <translation>告警泛滥</translation>
    </message>
    <message>
        <source>Alarms that chatter</source>
        <translation>时有时无的告警</translation>
    </message>
    <message>
        <source>Standing for over ten minutes</source>
        <translation>持续超过十分钟</translation>
    </message>
    <message>
        <source>Shelved now</source>
        <translation>当前搁置</translation>
    </message>
    <message>
        <source>Alarms in all</source>
        <translation>告警总数</translation>
    </message>
    <message>
        <source>Folded under another</source>
        <translation>折叠在其他告警之下</translation>
    </message>
    <message>
        <source>Critical / warnings / notices</source>
        <translation>严重 / 警告 / 提示</translation>
    </message>
    <message>
        <source>about 5 / 15 / 80 %</source>
        <translation>约 5 / 15 / 80 %</translation>
    </message>
    <message>
        <source>%1, too many</source>
        <translation>%1，过多</translation>
    </message>
    <message>
        <source>How good the alarms are</source>
        <translation>告警质量</translation>
    </message>
    <message numerus="yes">
        <source>The last %n hour(s)</source>
        <translation>
            <numerusform>最近 %n 小时</numerusform>
        </translation>
    </message>
    <message>
        <source>How far back</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Is</source>
        <comment>a figure</comment>
        <translation>实际</translation>
    </message>
    <message>
        <source>Wanted</source>
        <comment>a figure</comment>
        <translation>期望</translation>
    </message>
    <message>
        <source>The rules that call most</source>
        <translation>触发最多的规则</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
</context>
<context>
    <name>twinfeed::ReadinessWords</name>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>not green</source>
        <translation>未达绿色</translation>
    </message>
    <message>
        <source>What is rehearsed</source>
        <translation>演练内容</translation>
    </message>
    <message>
        <source>Last time</source>
        <translation>上一次</translation>
    </message>
    <message>
        <source>How it went</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>By</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Again until</source>
        <translation>下次截止</translation>
    </message>
</context>
<context>
    <name>twinfeed::Reception</name>
    <message>
        <source>Waiting for the key store of this system. It may ask for its password.</source>
        <translation>正在等待系统的密钥库。它可能会询问密码。</translation>
    </message>
    <message>
        <source>The token of this backend is not known any more. Enter it.</source>
        <translation>这个后端的令牌已不可用，请输入。</translation>
    </message>
    <message>
        <source>The token of this backend is not known. Enter it.</source>
        <translation>不知道这个后端的令牌，请输入。</translation>
    </message>
    <message>
        <source>Asking %1 ...</source>
        <comment>%1: a machine</comment>
        <translation>正在询问 %1…</translation>
    </message>
</context>
<context>
    <name>twinfeed::RehearsalFrame</name>
    <message>
        <source>Nothing that is on air is touched, now or by leaving: this unit never had a way to it.</source>
        <translation>现在和离开时都不会影响任何播出内容：该单元从来没有通往播出的途径。</translation>
    </message>
    <message>
        <source>The drill that runs is broken off; its record is kept.</source>
        <translation>正在进行的演练会中断；其记录会保留。</translation>
    </message>
    <message>
        <source>The rehearsal unit ends; the records of its drills are kept.</source>
        <translation>演练单元会结束；其演练记录会保留。</translation>
    </message>
    <message>
        <source>Leave the rehearsal</source>
        <translation>离开演练</translation>
    </message>
    <message>
        <source>Leave the rehearsal?</source>
        <translation>要离开演练吗？</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>REHEARSAL</source>
        <translation>演练</translation>
    </message>
    <message>
        <source>Nothing in this window reaches an audience: unit, inputs and outputs are its own.</source>
        <translation>此窗口中的任何内容都不会到达观众：单元、输入和输出都是独立的。</translation>
    </message>
    <message>
        <source>Closes this window. Nothing that is on air is touched.</source>
        <translation>关闭此窗口。不影响任何播出内容。</translation>
    </message>
</context>
<context>
    <name>twinfeed::Rehearsals</name>
    <message>
        <source>The window of the rehearsal is open already.</source>
        <translation>演练窗口已经打开。</translation>
    </message>
    <message>
        <source>The window of the rehearsal could not be started.</source>
        <translation>无法启动演练窗口。</translation>
    </message>
</context>
<context>
    <name>twinfeed::RuleCells</name>
    <message>
        <source>In all other channels: %1</source>
        <translation>其他频道：%1</translation>
    </message>
    <message>
        <source>on</source>
        <comment>a rule</comment>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <comment>a rule</comment>
        <translation>停用</translation>
    </message>
    <message>
        <source>%1 (its own)</source>
        <comment>a rule that is otherwise in this channel</comment>
        <translation>%1（频道自有）</translation>
    </message>
    <message>
        <source>%1 (otherwise in %2)</source>
        <comment>a rule; the channels</comment>
        <translation>%1（在 %2 中不同）</translation>
    </message>
</context>
<context>
    <name>twinfeed::RulesDialog</name>
    <message>
        <source>Rules of the program</source>
        <translation>程序自带的规则</translation>
    </message>
    <message>
        <source>Put all rules back to those that came with the program? Your changes are lost.</source>
        <translation>将所有规则恢复为程序自带的规则？您的更改将丢失。</translation>
    </message>
    <message>
        <source>Put them back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>保留我的</translation>
    </message>
    <message>
        <source>Somebody else has changed the rules meanwhile. Undo to see them.</source>
        <translation>其他人在此期间更改了规则。撤销后可以看到。</translation>
    </message>
    <message>
        <source>Changed here, not yet saved.</source>
        <translation>已在此更改，尚未保存。</translation>
    </message>
    <message>
        <source>Double click a number to change it.</source>
        <translation>双击数字即可更改。</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Rules of the program…</source>
        <translation>程序自带的规则…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>All channels</source>
        <translation>所有频道</translation>
    </message>
    <message>
        <source>Channel:</source>
        <translation>频道：</translation>
    </message>
    <message>
        <source>Channel whose rules are shown</source>
        <translation>显示其规则的频道</translation>
    </message>
</context>
<context>
    <name>twinfeed::RulesTable</name>
    <message>
        <source>Severity of %1</source>
        <comment>a rule</comment>
        <translation>%1的级别</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>On</source>
        <comment>a rule is in force</comment>
        <translation>启用</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Wrong when</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Under</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Right at</source>
        <translation>恢复值</translation>
    </message>
    <message>
        <source>For (s)</source>
        <translation>持续（秒）</translation>
    </message>
    <message>
        <source>Right for (s)</source>
        <translation>恢复持续（秒）</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Failover</source>
        <translation>自动切换</translation>
    </message>
</context>
<context>
    <name>twinfeed::SealBar</name>
    <message>
        <source>ON: seal all outputs at the next keyframe</source>
        <translation>开：在下一个关键帧处加密所有输出</translation>
    </message>
    <message>
        <source>OFF: send all outputs clear (asks once more)</source>
        <translation>关：所有输出不加密（会再次询问）</translation>
    </message>
    <message>
        <source>New key for what is sealed</source>
        <translation>为已加密的输出更换密钥</translation>
    </message>
    <message>
        <source>Seal the output %1</source>
        <comment>%1: its id; checked where it is</comment>
        <translation>加密输出 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an output and its encryption</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Not known now</source>
        <comment>state of encryption</comment>
        <translation>此刻未知</translation>
    </message>
    <message>
        <source>The channel has no output that could be sealed</source>
        <translation>频道没有可加密的输出</translation>
    </message>
    <message>
        <source>SEND CLEAR?</source>
        <translation>确定不加密？</translation>
    </message>
    <message>
        <source>SEAL: OFF</source>
        <comment>encryption, as commanded</comment>
        <translation>加密：关</translation>
    </message>
    <message>
        <source>SEAL: ON</source>
        <comment>encryption, as commanded</comment>
        <translation>加密：开</translation>
    </message>
    <message>
        <source>SEAL: PARTLY</source>
        <comment>encryption, as commanded</comment>
        <translation>加密：部分</translation>
    </message>
    <message>
        <source>Press again: everybody can play it then</source>
        <translation>再按一次：此后任何人都能播放</translation>
    </message>
    <message>
        <source>What is asked for. Switch encryption on, off or to a new key (Ctrl+E)</source>
        <translation>所要求的状态。开启、关闭加密或更换密钥（Ctrl+E）</translation>
    </message>
    <message>
        <source>Nothing is encrypted</source>
        <translation>没有加密的内容</translation>
    </message>
    <message>
        <source>One press sends all outputs clear, at once (Ctrl+Shift+E). Reason: %1</source>
        <translation>按一次即让所有输出立即不加密（Ctrl+Shift+E）。原因：%1</translation>
    </message>
    <message>
        <source>Why: %1</source>
        <comment>reason of an emergency stop</comment>
        <translation>原因：%1</translation>
    </message>
    <message>
        <source>The reason that the emergency stop gives: %1</source>
        <translation>紧急停止所附的原因：%1</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>STOP SEALING</source>
        <comment>emergency stop of encryption</comment>
        <translation>停止加密</translation>
    </message>
    <message>
        <source>Emergency stop of encryption</source>
        <translation>紧急停止加密</translation>
    </message>
    <message>
        <source>Reason of the emergency stop</source>
        <translation>紧急停止的原因</translation>
    </message>
    <message>
        <source>Another reason, then Return</source>
        <translation>其他原因，按回车确定</translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>其他原因</translation>
    </message>
    <message>
        <source>A reason in your own words; Return takes it</source>
        <translation>用自己的话说明原因，按回车采用</translation>
    </message>
    <message>
        <source>Encryption as seen</source>
        <translation>实际看到的加密状态</translation>
    </message>
    <message>
        <source>What was seen in the outputs, never what was asked for.</source>
        <translation>在输出端实际看到的，绝不是所要求的。</translation>
    </message>
    <message>
        <source>Change of encryption</source>
        <translation>加密的更改</translation>
    </message>
    <message>
        <source>What is under way, and what was measured of it.</source>
        <translation>正在进行什么，以及实测结果。</translation>
    </message>
</context>
<context>
    <name>twinfeed::SealWords</name>
    <message>
        <source>NO OUTPUT</source>
        <comment>lamp of encryption</comment>
        <translation>无输出</translation>
    </message>
    <message>
        <source>CLEAR</source>
        <comment>lamp of encryption</comment>
        <translation>未加密</translation>
    </message>
    <message>
        <source>SEALED</source>
        <comment>lamp of encryption</comment>
        <translation>已加密</translation>
    </message>
    <message>
        <source>PARTLY SEALED</source>
        <comment>lamp of encryption</comment>
        <translation>部分加密</translation>
    </message>
    <message>
        <source>MIXED</source>
        <comment>lamp of encryption</comment>
        <translation>混杂</translation>
    </message>
    <message>
        <source>NOT SEEN</source>
        <comment>lamp of encryption</comment>
        <translation>未看到</translation>
    </message>
    <message>
        <source>OLD</source>
        <comment>lamp of encryption: what was seen is no longer fresh</comment>
        <translation>过时</translation>
    </message>
    <message>
        <source>NOT AS ASKED</source>
        <comment>lamp of encryption</comment>
        <translation>与要求不符</translation>
    </message>
    <message>
        <source>seen %1 ago</source>
        <comment>%1: a time</comment>
        <translation>%1前看到</translation>
    </message>
    <message>
        <source>never seen</source>
        <translation>从未看到</translation>
    </message>
    <message>
        <source>clear</source>
        <comment>an output&apos;s encryption</comment>
        <translation>未加密</translation>
    </message>
    <message>
        <source>sealed, key %1</source>
        <translation>已加密，密钥 %1</translation>
    </message>
    <message>
        <source>sealed</source>
        <comment>an output&apos;s encryption</comment>
        <translation>已加密</translation>
    </message>
    <message>
        <source>sent sealed, not seen</source>
        <translation>已加密发送，未看到</translation>
    </message>
    <message>
        <source>sent clear, not seen</source>
        <translation>未加密发送，未看到</translation>
    </message>
    <message>
        <source>seen long ago</source>
        <comment>an output&apos;s encryption</comment>
        <translation>很久前看到</translation>
    </message>
    <message>
        <source>mixed</source>
        <comment>an output&apos;s encryption</comment>
        <translation>混杂</translation>
    </message>
    <message>
        <source>not as asked</source>
        <comment>an output&apos;s encryption</comment>
        <translation>与要求不符</translation>
    </message>
    <message>
        <source>It could not be read back.</source>
        <translation>未能回读。</translation>
    </message>
    <message>
        <source>Two keys within one group of pictures.</source>
        <translation>一个图像组内有两个密钥。</translation>
    </message>
    <message>
        <source>It is not what was asked for.</source>
        <translation>与所要求的不同。</translation>
    </message>
    <message>
        <source>What is encrypted there does not open with its key.</source>
        <translation>那里的加密内容用其密钥无法打开。</translation>
    </message>
    <message>
        <source>It was not seen in the output within 30 s.</source>
        <translation>30 秒内未在输出端看到。</translation>
    </message>
    <message>
        <source>The output does not say where players get its key.</source>
        <translation>该输出没有说明播放器从哪里取得密钥。</translation>
    </message>
    <message>
        <source>A newer order took its place.</source>
        <translation>已被更新的指令取代。</translation>
    </message>
    <message>
        <source>The output is down.</source>
        <translation>该输出已中断。</translation>
    </message>
    <message>
        <source>The channel has no output.</source>
        <translation>频道没有输出。</translation>
    </message>
    <message>
        <source>The key is not to be had.</source>
        <translation>无法取得密钥。</translation>
    </message>
    <message>
        <source>%1 of %2 SEALED</source>
        <translation>%2 个中 %1 个已加密</translation>
    </message>
    <message>
        <source>There is nothing to be seen.</source>
        <translation>没有可看的内容。</translation>
    </message>
    <message>
        <source>Everybody can play it; %1.</source>
        <comment>%1: when</comment>
        <translation>任何人都能播放；%1。</translation>
    </message>
    <message>
        <source>Key %1, %2.</source>
        <comment>%2: when</comment>
        <translation>密钥 %1，%2。</translation>
    </message>
    <message>
        <source>Several keys, %1.</source>
        <comment>%1: when</comment>
        <translation>多个密钥，%1。</translation>
    </message>
    <message>
        <source>Each as asked for; %1.</source>
        <comment>%1: when</comment>
        <translation>均符合要求；%1。</translation>
    </message>
    <message>
        <source>%1 is sent sealed, not seen.</source>
        <translation>%1 已加密发送，未看到。</translation>
    </message>
    <message>
        <source>%1 is sent clear, not seen.</source>
        <translation>%1 未加密发送，未看到。</translation>
    </message>
    <message>
        <source>WAS SEALED</source>
        <comment>lamp of encryption</comment>
        <translation>曾加密</translation>
    </message>
    <message>
        <source>WAS CLEAR</source>
        <comment>lamp of encryption</comment>
        <translation>曾未加密</translation>
    </message>
    <message>
        <source>%1: %2. How it is now is not known.</source>
        <comment>%1: an output; %2: when</comment>
        <translation>%1：%2。目前状态未知。</translation>
    </message>
    <message>
        <source>How it is now is not known.</source>
        <translation>目前状态未知。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an output, and what is wrong</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>CLEAR, NOT AS ASKED</source>
        <translation>未加密，与要求不符</translation>
    </message>
    <message>
        <source>SEALED, NOT AS ASKED</source>
        <translation>已加密，与要求不符</translation>
    </message>
    <message>
        <source>Encryption was so already</source>
        <translation>加密状态本已如此</translation>
    </message>
    <message>
        <source>Seen SEALED after %1</source>
        <translation>%1后看到已加密</translation>
    </message>
    <message>
        <source>Sent SEALED after %1, not seen</source>
        <translation>%1后已加密发送，未看到</translation>
    </message>
    <message>
        <source>Seen CLEAR after %1</source>
        <translation>%1后看到未加密</translation>
    </message>
    <message>
        <source>Sent CLEAR after %1, not seen</source>
        <translation>%1后未加密发送，未看到</translation>
    </message>
    <message>
        <source>%1, key %2</source>
        <comment>outputs and key</comment>
        <translation>%1，密钥 %2</translation>
    </message>
    <message>
        <source>not interrupted</source>
        <translation>未中断</translation>
    </message>
    <message numerus="yes">
        <source>%n interruption(s)</source>
        <translation>
            <numerusform>中断 %n 次</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) did not open</source>
        <translation>
            <numerusform>%n 帧未能打开</numerusform>
        </translation>
    </message>
    <message>
        <source>keyframe made for it</source>
        <translation>为此生成了关键帧</translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>a sentence of parts</comment>
        <translation>%1。</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>Encryption was not changed</source>
        <translation>加密未更改</translation>
    </message>
    <message>
        <source>Press again: send all CLEAR</source>
        <translation>再按一次：全部不加密</translation>
    </message>
    <message>
        <source>Press again: send %1 CLEAR</source>
        <comment>%1: an output</comment>
        <translation>再按一次：%1 不加密</translation>
    </message>
    <message numerus="yes">
        <source>Everybody can play it then. %n s left.</source>
        <translation>
            <numerusform>此后任何人都能播放。还剩 %n 秒。</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent to the backend</source>
        <translation>已发送到后端</translation>
    </message>
    <message>
        <source>Changes in %1</source>
        <translation>%1后更改</translation>
    </message>
    <message>
        <source>At the next keyframe; players do not notice.</source>
        <translation>在下一个关键帧处；播放器不会察觉。</translation>
    </message>
    <message>
        <source>Changing</source>
        <translation>正在更改</translation>
    </message>
    <message>
        <source>Until it is seen in the output.</source>
        <translation>直到在输出端看到。</translation>
    </message>
    <message>
        <source>Nothing is changing</source>
        <translation>没有更改</translation>
    </message>
    <message>
        <source>Players cannot open it</source>
        <comment>reason of an emergency stop</comment>
        <translation>播放器无法打开</translation>
    </message>
    <message>
        <source>Keys are not given out</source>
        <comment>reason of an emergency stop</comment>
        <translation>密钥发放不出去</translation>
    </message>
    <message>
        <source>A wrong key is in use</source>
        <comment>reason of an emergency stop</comment>
        <translation>正在使用错误的密钥</translation>
    </message>
    <message>
        <source>Ordered by the event&apos;s management</source>
        <comment>reason of an emergency stop</comment>
        <translation>活动负责人要求</translation>
    </message>
    <message>
        <source>EMERGENCY STOP of encryption: %1</source>
        <comment>%1: why</comment>
        <translation>紧急停止加密：%1</translation>
    </message>
    <message>
        <source>all outputs</source>
        <translation>所有输出</translation>
    </message>
    <message>
        <source>Switched encryption off: %1</source>
        <comment>%1: outputs</comment>
        <translation>关闭了加密：%1</translation>
    </message>
    <message>
        <source>Asked for a new key: %1</source>
        <comment>%1: outputs</comment>
        <translation>要求更换密钥：%1</translation>
    </message>
    <message>
        <source>Switched encryption on: %1</source>
        <comment>%1: outputs</comment>
        <translation>开启了加密：%1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>what happened, and where</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Encryption was not changed: %1</source>
        <translation>加密未更改：%1</translation>
    </message>
    <message>
        <source>Output %1 is NOT encrypted as asked: %2</source>
        <translation>输出 %1 的加密与要求不符：%2</translation>
    </message>
    <message>
        <source>Output %1 is encrypted as asked again</source>
        <translation>输出 %1 的加密重新符合要求</translation>
    </message>
    <message>
        <source>Got the key %1</source>
        <translation>取得了密钥 %1</translation>
    </message>
    <message numerus="yes">
        <source>The key %1 was given out %n more time(s)</source>
        <translation>
            <numerusform>密钥 %1 又发放了 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>The key %1 takes the place of %2</source>
        <translation>密钥 %1 取代了 %2</translation>
    </message>
    <message>
        <source>The key %1 is given out no more</source>
        <translation>密钥 %1 不再发放</translation>
    </message>
    <message>
        <source>It was not read back yet.</source>
        <translation>尚未回读。</translation>
    </message>
    <message>
        <source>No keyframe came at which it could change.</source>
        <translation>没有出现可供更改的关键帧。</translation>
    </message>
    <message>
        <source>The backend has no master key. An engineer has to give it one.</source>
        <translation>后端没有主密钥，须由工程师提供。</translation>
    </message>
    <message>
        <source>The backend&apos;s master key is not the one that its keys were kept with.</source>
        <translation>后端的主密钥与保存其密钥时所用的不同。</translation>
    </message>
    <message>
        <source>Some of it is encrypted and some of it is clear.</source>
        <translation>部分加密，部分未加密。</translation>
    </message>
    <message>
        <source>Its pictures are so plain that they can be recognised.</source>
        <translation>画面过于单一，仍可辨认。</translation>
    </message>
    <message>
        <source>It cannot be read back.</source>
        <translation>无法回读。</translation>
    </message>
    <message>
        <source>Nothing was encrypted since the start.</source>
        <translation>启动后没有加密过。</translation>
    </message>
    <message>
        <source>%1, sent sealed: %2</source>
        <comment>%2: why, a sentence</comment>
        <translation>%1 已加密发送：%2</translation>
    </message>
    <message>
        <source>%1, sent clear: %2</source>
        <comment>%2: why, a sentence</comment>
        <translation>%1 未加密发送：%2</translation>
    </message>
    <message>
        <source>Ctrl+E switches encryption.</source>
        <translation>Ctrl+E 开关加密。</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <comment>two parts of a sentence</comment>
        <translation>%1；%2</translation>
    </message>
</context>
<context>
    <name>twinfeed::SetupDialog</name>
    <message>
        <source>%1 (is taken down)</source>
        <comment>a channel in a list</comment>
        <translation>%1（将撤下）</translation>
    </message>
    <message>
        <source>%1 (new)</source>
        <comment>a channel in a list</comment>
        <translation>%1（新）</translation>
    </message>
    <message>
        <source>%1 (changed)</source>
        <comment>a channel in a list</comment>
        <translation>%1（已更改）</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a slate and its state</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>New channel</source>
        <comment>name of a channel</comment>
        <translation>新频道</translation>
    </message>
    <message>
        <source>A slate without its mark is deleted. Those that came with the program stay. New ones are brought beside the bus.</source>
        <translation>去掉勾选的垫片会被删除。程序自带的垫片保留。新垫片在切换台旁添加。</translation>
    </message>
    <message>
        <source>Do not take it down</source>
        <translation>不撤下</translation>
    </message>
    <message>
        <source>Take it down</source>
        <comment>a channel</comment>
        <translation>撤下</translation>
    </message>
    <message>
        <source>Refused: nothing was changed</source>
        <translation>被拒绝：什么都没有更改</translation>
    </message>
    <message>
        <source>Cannot be saved</source>
        <translation>无法保存</translation>
    </message>
    <message>
        <source>Not right yet</source>
        <translation>还有错误</translation>
    </message>
    <message>
        <source>Sent to the backend</source>
        <translation>已发送到后端</translation>
    </message>
    <message>
        <source>Can be saved</source>
        <translation>可以保存</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>当前设置</translation>
    </message>
    <message>
        <source>All of it is one change: whole or not at all.</source>
        <translation>全部作为一次更改：要么全部生效，要么都不生效。</translation>
    </message>
    <message>
        <source>Setup</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>频道</translation>
    </message>
    <message>
        <source>Slates</source>
        <translation>垫片</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Parts of the setup</source>
        <translation>设置的各部分</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>添加频道</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Forget what is entered and show what is now</source>
        <translation>放弃输入的内容，显示当前的设置</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Save all</source>
        <translation>全部保存</translation>
    </message>
</context>
<context>
    <name>twinfeed::ShelveDialog</name>
    <message>
        <source>Shelve</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Shelve an alarm</source>
        <translation>搁置告警</translation>
    </message>
    <message>
        <source>Planned work</source>
        <comment>why an alarm is shelved</comment>
        <translation>计划内工作</translation>
    </message>
    <message>
        <source>Known fault, being mended</source>
        <comment>why an alarm is shelved</comment>
        <translation>已知故障，正在修复</translation>
    </message>
    <message>
        <source>Not used today</source>
        <comment>why an alarm is shelved</comment>
        <translation>今天不使用</translation>
    </message>
    <message>
        <source>Wrong threshold</source>
        <comment>why an alarm is shelved</comment>
        <translation>阈值不合适</translation>
    </message>
    <message>
        <source>Why it is put aside</source>
        <translation>为什么搁置</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
    <message>
        <source>Reason</source>
        <comment>why an alarm is shelved</comment>
        <translation>原因</translation>
    </message>
    <message>
        <source>For</source>
        <comment>how long an alarm is shelved</comment>
        <translation>时长</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>It comes back by itself at %1. Until then it makes no sound and does not count.</source>
        <comment>a time</comment>
        <translation>它将在 %1 自动恢复。在此之前不发声，也不计数。</translation>
    </message>
    <message>
        <source>A reason is needed: others must know why nobody looks after it.</source>
        <translation>需要注明原因：其他人必须知道为什么没人处理。</translation>
    </message>
</context>
<context>
    <name>twinfeed::SlateChooser</name>
    <message>
        <source>%1 (%2)</source>
        <comment>a slate&apos;s name and state</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Slate that stands ready</source>
        <translation>就绪的垫片</translation>
    </message>
    <message>
        <source>Which slate is shown when SLATE is taken</source>
        <translation>切换到垫片时显示哪一个</translation>
    </message>
    <message>
        <source>No slate stands ready</source>
        <translation>没有就绪的垫片</translation>
    </message>
    <message>
        <source>Slate, ready</source>
        <translation>垫片：就绪</translation>
    </message>
    <message>
        <source>Slate, failed</source>
        <translation>垫片：失败</translation>
    </message>
    <message>
        <source>Slate, being encoded</source>
        <translation>垫片：编码中</translation>
    </message>
    <message>
        <source>More</source>
        <comment>what else can be done with slates</comment>
        <translation>更多</translation>
    </message>
    <message>
        <source>More for slates</source>
        <translation>更多垫片操作</translation>
    </message>
    <message>
        <source>Make or delete slates</source>
        <translation>制作或删除垫片</translation>
    </message>
    <message numerus="yes">
        <source>Slate, ready; unlike live: %n</source>
        <comment>how many things differ</comment>
        <translation>
            <numerusform>垫片：就绪，%n 处与播出不同</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twinfeed::SlateMenu</name>
    <message>
        <source>From a file…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>Make a slate from a picture or a clip</source>
        <translation>用图片或视频制作垫片</translation>
    </message>
    <message>
        <source>From the picture on air</source>
        <translation>从播出的画面</translation>
    </message>
    <message>
        <source>Keep the programme&apos;s newest keyframe as a slate</source>
        <translation>把播出的最新关键帧保留为垫片</translation>
    </message>
    <message>
        <source>Clock or countdown…</source>
        <translation>时钟或倒计时…</translation>
    </message>
    <message>
        <source>Make a slate of another one&apos;s picture, with a running time in it</source>
        <translation>用另一个垫片的画面制作，并显示走动的时间</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>It stands ready in a channel. Choose another slate there first.</source>
        <translation>它在频道中就绪。请先在那里选择另一个垫片。</translation>
    </message>
</context>
<context>
    <name>twinfeed::SlateWords</name>
    <message>
        <source>Codec</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Picture rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>规格</translation>
    </message>
    <message>
        <source>Scan</source>
        <comment>interlaced or progressive</comment>
        <translation>扫描方式</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>响度</translation>
    </message>
    <message>
        <source>Peak level</source>
        <translation>峰值</translation>
    </message>
    <message>
        <source>%1: live %2, slate %3.</source>
        <comment>what was compared; two values</comment>
        <translation>%1：播出 %2，垫片 %3。</translation>
    </message>
</context>
<context>
    <name>twinfeed::SoundMeter</name>
    <message>
        <source>Sound level</source>
        <translation>声音电平</translation>
    </message>
    <message>
        <source>Sound level in dBFS, left and right, with the peak of the last 1.5 s; momentary loudness in LUFS</source>
        <translation>左右声道电平（dBFS），峰值保持 1.5 秒；瞬时响度（LUFS）</translation>
    </message>
    <message>
        <source>%1. Click: hear it, again: not any more</source>
        <comment>%1: what it shows</comment>
        <translation>%1。单击监听，再单击结束</translation>
    </message>
</context>
<context>
    <name>twinfeed::StatusStrip</name>
    <message>
        <source>Channel</source>
        <translation>频道</translation>
    </message>
    <message>
        <source>Which channel is shown (Ctrl+Page Up, Ctrl+Page Down)</source>
        <translation>显示哪个频道（Ctrl+Page Up、Ctrl+Page Down）</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The language of this window</source>
        <translation>本窗口的语言</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>All keys of this window (F10 or ?)</source>
        <translation>本窗口的全部按键（F10 或 ?）</translation>
    </message>
    <message>
        <source>Handbook</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>How to work with this window (Ctrl+H)</source>
        <translation>如何使用本窗口（Ctrl+H）</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>Which panels there are and where they stand (Ctrl+L)</source>
        <translation>显示哪些面板及其位置（Ctrl+L）</translation>
    </message>
</context>
<context>
    <name>twinfeed::TextSlateDialog</name>
    <message>
        <source>Slate with a running time</source>
        <translation>带时间的垫片</translation>
    </message>
    <message>
        <source>Make the slate</source>
        <translation>制作垫片</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Shows</source>
        <comment>clock or countdown</comment>
        <translation>显示</translation>
    </message>
    <message>
        <source>Counts to</source>
        <comment>a date and time</comment>
        <translation>倒计时到</translation>
    </message>
    <message>
        <source>Line above it</source>
        <translation>上方文字</translation>
    </message>
    <message>
        <source>Picture of</source>
        <comment>the slate whose picture is taken</comment>
        <translation>使用画面</translation>
    </message>
    <message>
        <source>Name</source>
        <comment>of the new slate</comment>
        <translation>名称</translation>
    </message>
    <message>
        <source>Countdown</source>
        <translation>倒计时</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>such as: Starts in</source>
        <comment>example of a line above a countdown</comment>
        <translation>例如：距开始还有</translation>
    </message>
    <message>
        <source>Countdown to %1</source>
        <comment>name of a slate; %1: a time</comment>
        <translation>倒计时到 %1</translation>
    </message>
    <message>
        <source>Clock</source>
        <comment>name of a slate</comment>
        <translation>时钟</translation>
    </message>
    <message>
        <source>That time has passed: the slate would say 00:00.</source>
        <translation>该时间已过：垫片将显示 00:00。</translation>
    </message>
    <message>
        <source>Counts down each second, and stays at 00:00.</source>
        <translation>每秒递减，到 00:00 停住。</translation>
    </message>
    <message>
        <source>The time of day where the backend runs, each second.</source>
        <translation>后端所在地的时间，每秒更新。</translation>
    </message>
</context>
<context>
    <name>twinfeed::TrendChart</name>
    <message>
        <source>%1: %2</source>
        <comment>a metric and its value</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>twinfeed::TrendPanel</name>
    <message>
        <source>%1, %2, %3</source>
        <comment>channel, node, metric</comment>
        <translation>%1，%2，%3</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>node, metric</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Click a card to see how its value has been; Ctrl and a click adds one more.</source>
        <translation>点击指标卡即可查看其历史；按住 Ctrl 点击可再加一条。</translation>
    </message>
    <message>
        <source>Asking the backend</source>
        <translation>正在询问后端</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>a time</comment>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>a time</comment>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>How far back is shown</source>
        <translation>显示多长时间</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>All of it again, up to now</source>
        <translation>恢复显示全部，直到现在</translation>
    </message>
    <message>
        <source>Keep the chart as a picture</source>
        <translation>将图表存为图片</translation>
    </message>
    <message>
        <source>Keep the values as a table</source>
        <translation>将数值存为表格</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Take all lines away</source>
        <translation>移除所有曲线</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>趋势</translation>
    </message>
    <message>
        <source>Drag: zoom into a time. Wheel: zoom. Double click: all of it.</source>
        <translation>拖动：放大一段时间。滚轮：缩放。双击：显示全部。</translation>
    </message>
</context>
<context>
    <name>twinfeed::VideoTile</name>
    <message>
        <source>silent</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>no sound</source>
        <translation>无声音</translation>
    </message>
    <message>
        <source>Picture %1 old</source>
        <translation>画面是 %1前的</translation>
    </message>
    <message>
        <source>was ON AIR</source>
        <translation>曾播出</translation>
    </message>
    <message>
        <source>keyframes only</source>
        <comment>how many pictures a tile shows</comment>
        <translation>仅关键帧</translation>
    </message>
    <message>
        <source>fewer pictures</source>
        <comment>how many pictures a tile shows</comment>
        <translation>画面减少</translation>
    </message>
    <message>
        <source>stills only</source>
        <comment>how many pictures a tile shows</comment>
        <translation>仅静态画面</translation>
    </message>
    <message>
        <source>HEARD</source>
        <comment>whose sound the person at the desk hears</comment>
        <translation>监听中</translation>
    </message>
    <message>
        <source>no sound device</source>
        <comment>on the tile that is to be heard</comment>
        <translation>无声音设备</translation>
    </message>
</context>
<context>
    <name>twinfeed::WallClock</name>
    <message>
        <source>Time of day</source>
        <translation>时间</translation>
    </message>
</context>
<context>
    <name>twinfeed::WallWindow</name>
    <message>
        <source>Wall - Twinfeed</source>
        <translation>大屏 - Twinfeed</translation>
    </message>
</context>
<context>
    <name>twinfeed::Watch</name>
    <message>
        <source>Keep as a file</source>
        <translation>存为文件</translation>
    </message>
    <message>
        <source>The window at this moment</source>
        <translation>此刻的窗口</translation>
    </message>
    <message>
        <source>Trends</source>
        <translation>趋势</translation>
    </message>
    <message>
        <source>%1 was not written: %2</source>
        <translation>%1 未能写入：%2</translation>
    </message>
</context>
<context>
    <name>twinfeed::Words</name>
    <message>
        <source>PRIMARY</source>
        <comment>source; one of a channel&apos;s two paths</comment>
        <translation>主路</translation>
    </message>
    <message>
        <source>BACKUP</source>
        <comment>source; one of a channel&apos;s two paths</comment>
        <translation>备路</translation>
    </message>
    <message>
        <source>SLATE</source>
        <comment>source; still or clip</comment>
        <translation>垫片</translation>
    </message>
    <message>
        <source>PROGRAMME</source>
        <translation>播出</translation>
    </message>
    <message>
        <source>Output %1</source>
        <comment>%1: its id</comment>
        <translation>输出 %1</translation>
    </message>
    <message>
        <source>Picture rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Bitrate</source>
        <translation>码率</translation>
    </message>
    <message>
        <source>Keyframe every</source>
        <translation>关键帧间隔</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>抖动</translation>
    </message>
    <message>
        <source>Largest gap</source>
        <translation>最大间隔</translation>
    </message>
    <message>
        <source>Lost packets</source>
        <translation>丢包</translation>
    </message>
    <message>
        <source>Reconnects</source>
        <translation>重连次数</translation>
    </message>
    <message>
        <source>keyframe</source>
        <comment>kind of cut</comment>
        <translation>关键帧</translation>
    </message>
    <message>
        <source>cached</source>
        <comment>kind of cut</comment>
        <translation>缓存</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>观看者</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>director</source>
        <translation>导播</translation>
    </message>
    <message>
        <source>engineer</source>
        <translation>工程师</translation>
    </message>
    <message>
        <source>not configured</source>
        <comment>state of an input</comment>
        <translation>未配置</translation>
    </message>
    <message>
        <source>connecting</source>
        <comment>state of an input</comment>
        <translation>连接中</translation>
    </message>
    <message>
        <source>waiting</source>
        <comment>state of an input</comment>
        <translation>等待中</translation>
    </message>
    <message>
        <source>live</source>
        <comment>state of an input</comment>
        <translation>有信号</translation>
    </message>
    <message>
        <source>LOST</source>
        <comment>state of an input</comment>
        <translation>丢失</translation>
    </message>
    <message>
        <source>refused</source>
        <comment>state of an input</comment>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>ready</source>
        <comment>state of a slate</comment>
        <translation>就绪</translation>
    </message>
    <message>
        <source>encoding</source>
        <comment>state of a slate</comment>
        <translation>编码中</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>state of a slate</comment>
        <translation>失败</translation>
    </message>
    <message>
        <source>ON AIR</source>
        <translation>播出中</translation>
    </message>
    <message>
        <source>NEXT</source>
        <translation>待播</translation>
    </message>
    <message>
        <source>catching up</source>
        <translation>追赶中</translation>
    </message>
    <message>
        <source>Opening the picture</source>
        <translation>正在打开画面</translation>
    </message>
    <message>
        <source>Picture stands still</source>
        <translation>画面静止</translation>
    </message>
    <message>
        <source>Not configured</source>
        <translation>未配置</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>Waiting for its publisher</source>
        <translation>等待推流</translation>
    </message>
    <message>
        <source>LOST</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>No preview</source>
        <translation>没有预览</translation>
    </message>
    <message>
        <source>No backend</source>
        <translation>没有后端</translation>
    </message>
    <message>
        <source>N/A</source>
        <comment>nothing is measured</comment>
        <translation>N/A</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <comment>pictures a second</comment>
        <translation>%1 fps</translation>
    </message>
    <message>
        <source>fps</source>
        <comment>pictures a second</comment>
        <translation>fps</translation>
    </message>
    <message>
        <source>%1 Mb/s</source>
        <comment>megabits a second</comment>
        <translation>%1 Mb/s</translation>
    </message>
    <message>
        <source>Mb/s</source>
        <comment>megabits a second</comment>
        <translation>Mb/s</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <comment>milliseconds</comment>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>under 1 s</source>
        <comment>an age</comment>
        <translation>不到 1 秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>an age in whole seconds</comment>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>an age</comment>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <comment>an age</comment>
        <translation>%1 小时 %2 分钟</translation>
    </message>
    <message>
        <source>Nothing comes yet.</source>
        <translation>尚无数据。</translation>
    </message>
    <message>
        <source>Nothing has come for a while.</source>
        <translation>已有一段时间没有数据。</translation>
    </message>
    <message>
        <source>The connection is there, but nothing comes.</source>
        <translation>连接已建立，但没有数据。</translation>
    </message>
    <message>
        <source>The stream stopped.</source>
        <translation>流已停止。</translation>
    </message>
    <message>
        <source>The stream ended.</source>
        <translation>流已结束。</translation>
    </message>
    <message>
        <source>The connection was cut short.</source>
        <translation>连接被中断。</translation>
    </message>
    <message>
        <source>The connection was lost.</source>
        <translation>连接已断开。</translation>
    </message>
    <message>
        <source>There is no connection.</source>
        <translation>无法建立连接。</translation>
    </message>
    <message>
        <source>The other side refuses the connection.</source>
        <translation>对方拒绝连接。</translation>
    </message>
    <message>
        <source>The other side does not answer.</source>
        <translation>对方没有应答。</translation>
    </message>
    <message>
        <source>The port is used by something else.</source>
        <translation>端口已被其他程序占用。</translation>
    </message>
    <message>
        <source>The host is not known.</source>
        <translation>找不到该主机。</translation>
    </message>
    <message>
        <source>The address cannot be used.</source>
        <translation>地址不可用。</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>没有该文件。</translation>
    </message>
    <message>
        <source>A publisher with another stream key was turned away.</source>
        <translation>推流端的流密钥不符，已被拒绝。</translation>
    </message>
    <message>
        <source>What comes is no stream that can be read.</source>
        <translation>收到的数据不是可读取的流。</translation>
    </message>
    <message>
        <source>The stream&apos;s codec cannot be used.</source>
        <translation>该流的编码格式不可用。</translation>
    </message>
    <message>
        <source>The stream has no video.</source>
        <translation>该流没有视频。</translation>
    </message>
    <message>
        <source>The stream has no sound.</source>
        <translation>该流没有声音。</translation>
    </message>
    <message>
        <source>No keyframe has come yet.</source>
        <translation>尚未收到关键帧。</translation>
    </message>
    <message>
        <source>The stream has no keyframes that can be used.</source>
        <translation>该流没有可用的关键帧。</translation>
    </message>
    <message>
        <source>An output cannot carry this stream.</source>
        <translation>有输出无法承载该流。</translation>
    </message>
    <message>
        <source>No slate stands ready.</source>
        <translation>没有就绪的垫片。</translation>
    </message>
    <message>
        <source>The file cannot be made into a slate.</source>
        <translation>该文件无法制成垫片。</translation>
    </message>
    <message>
        <source>Be right back</source>
        <comment>name of a slate</comment>
        <translation>马上回来</translation>
    </message>
    <message>
        <source>Calm</source>
        <comment>name of a slate</comment>
        <translation>静候</translation>
    </message>
    <message>
        <source>bridged</source>
        <comment>kind of cut</comment>
        <translation>桥接</translation>
    </message>
    <message>
        <source>aligned</source>
        <comment>kind of cut</comment>
        <translation>对齐</translation>
    </message>
    <message>
        <source>off</source>
        <comment>state of an output</comment>
        <translation>关闭</translation>
    </message>
    <message>
        <source>connecting</source>
        <comment>state of an output</comment>
        <translation>连接中</translation>
    </message>
    <message>
        <source>live</source>
        <comment>state of an output</comment>
        <translation>正常</translation>
    </message>
    <message>
        <source>FAILED</source>
        <comment>state of an output</comment>
        <translation>故障</translation>
    </message>
    <message>
        <source>RTMP push</source>
        <translation>RTMP 推流</translation>
    </message>
    <message>
        <source>SRT push</source>
        <translation>SRT 推流</translation>
    </message>
    <message>
        <source>UDP push</source>
        <translation>UDP 推流</translation>
    </message>
    <message>
        <source>HLS folder</source>
        <translation>HLS 文件夹</translation>
    </message>
    <message>
        <source>recording</source>
        <comment>kind of output</comment>
        <translation>录制</translation>
    </message>
    <message>
        <source>The other side takes no more data.</source>
        <translation>对方不再接收数据。</translation>
    </message>
    <message>
        <source>The other side did not take the stream.</source>
        <translation>对方没有接受推流。</translation>
    </message>
    <message>
        <source>The programme has not begun.</source>
        <translation>播出尚未开始。</translation>
    </message>
    <message>
        <source>Waiting to be called.</source>
        <translation>等待对方连接。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>The disk cannot be written.</source>
        <translation>磁盘无法写入。</translation>
    </message>
    <message>
        <source>It is lost.</source>
        <translation>已丢失。</translation>
    </message>
    <message>
        <source>It is locked.</source>
        <translation>已锁定。</translation>
    </message>
    <message>
        <source>No slate can be made in this format.</source>
        <translation>无法按此格式制作垫片。</translation>
    </message>
    <message>
        <source>The sound has stopped.</source>
        <translation>声音已停止。</translation>
    </message>
    <message>
        <source>The pictures have stopped.</source>
        <translation>画面已停止。</translation>
    </message>
    <message>
        <source>Ad markers (SCTE-35) cannot be carried here and are dropped.</source>
        <translation>此处无法携带广告标记（SCTE-35），已丢弃。</translation>
    </message>
    <message>
        <source>The pictures have stopped; sound comes.</source>
        <translation>画面已停，声音还有。</translation>
    </message>
    <message>
        <source>The sound has stopped; pictures come.</source>
        <translation>声音已停，画面还有。</translation>
    </message>
    <message>
        <source>The sound cannot be used, and is left out.</source>
        <translation>声音不能使用，已略去。</translation>
    </message>
    <message>
        <source>Its ad markers (SCTE-35) are not carried over RTMP.</source>
        <translation>其广告标记（SCTE-35）不经 RTMP 传送。</translation>
    </message>
    <message>
        <source>The media engine failed.</source>
        <translation>媒体引擎出错。</translation>
    </message>
    <message>
        <source>Channel</source>
        <comment>the channel as a whole</comment>
        <translation>频道</translation>
    </message>
    <message>
        <source>Backend</source>
        <comment>the backend as a whole</comment>
        <translation>后端</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Pictures left out</source>
        <translation>丢弃帧</translation>
    </message>
    <message>
        <source>Content offset</source>
        <translation>内容偏移</translation>
    </message>
    <message>
        <source>Offset certainty</source>
        <translation>偏移可信度</translation>
    </message>
    <message>
        <source>Age of data</source>
        <translation>数据时龄</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Black for</source>
        <translation>黑屏时长</translation>
    </message>
    <message>
        <source>Frozen for</source>
        <translation>冻结时长</translation>
    </message>
    <message>
        <source>Silent for</source>
        <translation>静音时长</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Loudness 0.4 s</source>
        <translation>瞬时响度</translation>
    </message>
    <message>
        <source>Loudness 3 s</source>
        <translation>短时响度</translation>
    </message>
    <message>
        <source>True peak</source>
        <translation>真峰值</translation>
    </message>
    <message>
        <source>Sound offset</source>
        <translation>音画偏移</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>往返时延</translation>
    </message>
    <message>
        <source>Retransmits</source>
        <translation>重传</translation>
    </message>
    <message>
        <source>Encryption missing</source>
        <translation>加密缺失</translation>
    </message>
    <message>
        <source>Failed probes</source>
        <translation>失败探测</translation>
    </message>
    <message>
        <source>No NEXT</source>
        <comment>nothing is chosen; short</comment>
        <translation>无待播</translation>
    </message>
    <message>
        <source>Missing pictures</source>
        <translation>缺失画面</translation>
    </message>
    <message>
        <source>Jumps of time</source>
        <translation>时间跳变</translation>
    </message>
</context>
</TS>
