# SPDX-FileCopyrightText: The Twinfeed authors
# SPDX-License-Identifier: GPL-3.0-or-later

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network Sql)
if(TWINFEED_CONSOLE)
    find_package(Qt6 6.4 REQUIRED COMPONENTS DBus Gui Widgets Multimedia MultimediaWidgets Charts Svg LinguistTools)
    find_package(Qt6Keychain REQUIRED)
endif()
if(TWINFEED_TESTS OR TWINFEED_BENCH)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
    # Qt would put the paths of this clone on the command line of every test (for QFINDTESTDATA, which nobody uses here), and
    # a second clone would find nothing of it in ccache.
    set_property(TARGET Qt6::Test PROPERTY INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
endif()
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(yaml-cpp REQUIRED)
pkg_check_modules(FFMPEG REQUIRED IMPORTED_TARGET libavformat libavcodec libavutil libswscale libswresample)
pkg_check_modules(SRT REQUIRED IMPORTED_TARGET srt)
pkg_check_modules(EBUR128 REQUIRED IMPORTED_TARGET libebur128)
pkg_check_modules(FREETYPE REQUIRED IMPORTED_TARGET freetype2)
pkg_check_modules(FONTCONFIG REQUIRED IMPORTED_TARGET fontconfig)
pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd)
