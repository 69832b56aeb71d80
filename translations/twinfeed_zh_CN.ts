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
        <source>The backend does not know this console&apos;s token.</source>
        <translation>后端不认识本控制台的令牌。</translation>
    </message>
    <message>
        <source>The backend does not allow that with this console&apos;s token.</source>
        <translation>本控制台的令牌不允许此操作。</translation>
    </message>
    <message>
        <source>The backend is busy.</source>
        <translation>后端繁忙。</translation>
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
        <translation>是否已执行尚不清楚。请看播出画面：它显示真正播出的内容。</translation>
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
        <source>The file cannot be decoded. Use a PNG, a JPEG or a clip.</source>
        <translation>文件无法解码。请使用 PNG、JPEG 图片或视频。</translation>
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
</context>
<context>
    <name>twinfeed::Desk</name>
    <message>
        <source>Picture rate and bitrate</source>
        <translation>帧率和码率</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>日志</translation>
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
        <source>Took %1 although it was not fit, cut %2</source>
        <translation>在不可用时仍切换到%1，%2切</translation>
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
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Add a slate</source>
        <translation>添加垫片</translation>
    </message>
    <message>
        <source>Make a slate from a picture or a clip</source>
        <translation>用图片或视频制作垫片</translation>
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
</context>
<context>
    <name>twinfeed::WallClock</name>
    <message>
        <source>Time of day</source>
        <translation>时间</translation>
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
</context>
</TS>
